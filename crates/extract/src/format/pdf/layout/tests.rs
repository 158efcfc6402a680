use super::*;

/// Lays out letters of size 1, each followed by a gap.
fn line(layout: &mut Layout, text: &str, mut x: f64, y: f64, gap: f64, word: f64) {
    for letter in text.chars() {
        if letter == ' ' {
            x += word;
            continue;
        }
        let mut buffer = [0; 4];
        layout.push(&Character {
            text: letter.encode_utf8(&mut buffer),
            at: (x, y),
            along: (1.0, 0.0),
            advance: 0.5,
            size: 1.0,
            is_vertical: false,
        });
        x += 0.5 + gap;
    }
}

#[test]
fn gaps_part_words_and_steps_part_lines() {
    let mut layout = Layout::default();
    line(&mut layout, "a word", 0.0, 10.0, 0.0, 0.25);
    line(&mut layout, "another", 0.0, 8.8, 0.0, 0.25);
    // The number of a note is a little higher.
    line(&mut layout, "1", 3.5, 9.2, 0.0, 0.25);
    assert_eq!(layout.finish(), "a word\nanother1");
    assert_eq!(layout.finish(), "");
}

#[test]
fn spaced_out_headings_are_words() {
    let mut layout = Layout::default();
    line(&mut layout, "Pride and Prejudice", 0.0, 0.0, 0.3, 0.6);
    assert_eq!(layout.finish(), "Pride and Prejudice");
    line(&mut layout, "CHAPTER", 0.0, 0.0, 0.3, 0.6);
    assert_eq!(layout.finish(), "CHAPTER");
}

#[test]
fn letters_and_figures_by_themselves_stay_apart() {
    let mut layout = Layout::default();
    line(&mut layout, "àÀâÂäÄçÇ", 0.0, 0.0, 0.3, 0.6);
    assert_eq!(layout.finish(), "à À â Â ä Ä ç Ç");
    line(&mut layout, "31415926", 0.0, 0.0, 0.5, 0.6);
    assert_eq!(layout.finish(), "3 1 4 1 5 9 2 6");
}

#[test]
fn marks_upon_a_sign_say_nothing_again_and_end_nothing() {
    let mut layout = Layout::default();
    let mut push = |text, x, advance| {
        layout.push(&Character {
            text,
            at: (x, 0.0),
            along: (1.0, 0.0),
            advance,
            size: 1.0,
            is_vertical: false,
        });
    };
    // A stroke above the letter has the letters of both.
    push("ध", 0.0, 0.5);
    push("र्म", 0.5, 0.6);
    push("र्म", 1.1, 0.0);
    // A vowel is drawn back below its letter.
    push("क", 1.1, 0.7);
    push("ु", 1.5, 0.0);
    push("रु", 1.8, 0.5);
    assert_eq!(layout.finish(), "धर्मकुरु");
}

#[test]
fn signs_far_smaller_than_their_font_are_all_there() {
    let mut layout = Layout::default();
    for (i, letter) in ["l", "l", "l"].iter().enumerate() {
        let x = i as f64 * 0.04;
        layout.push(&Character {
            text: letter,
            at: (x, 0.0),
            along: (1.0, 0.0),
            advance: 0.05,
            size: 1.0,
            is_vertical: false,
        });
    }
    assert_eq!(layout.finish(), "lll");
}

#[test]
fn what_is_drawn_twice_is_one() {
    let mut layout = Layout::default();
    line(&mut layout, "bold tool", 0.0, 0.0, 0.0, 0.3);
    line(&mut layout, "bold tool", 0.02, 0.0, 0.0, 0.3);
    line(&mut layout, "plain", 4.7, 0.0, 0.0, 0.3);
    assert_eq!(layout.finish(), "bold tool plain");
}

#[test]
fn lines_from_the_right_are_read_however_they_are_drawn() {
    let mut layout = Layout::default();
    // As it is seen, from left to right.
    line(&mut layout, "םלוע םולש", 0.0, 10.0, 0.0, 0.3);
    // As it is read, each character to the left of the one before.
    let mut x = 5.0;
    for letter in "שלום עולם".chars() {
        x -= if letter == ' ' { 0.3 } else { 1.5 };
        if letter == ' ' {
            continue;
        }
        let mut buffer = [0; 4];
        layout.push(&Character {
            text: letter.encode_utf8(&mut buffer),
            at: (x, 8.0),
            along: (1.0, 0.0),
            advance: 1.5,
            size: 1.0,
            is_vertical: false,
        });
    }
    assert_eq!(layout.finish(), "שלום עולם\nשלום עולם");
}

#[test]
fn a_line_from_the_right_goes_on_left_of_its_runs() {
    let mut layout = Layout::default();
    // The last word, a number before it, the first word; each as seen.
    line(&mut layout, "ףיעס יפל", 10.0, 0.0, 0.0, 0.3);
    line(&mut layout, "1948", 7.6, 0.0, 0.0, 0.3);
    line(&mut layout, "קוחל", 5.0, 0.0, 0.0, 0.3);
    line(&mut layout, "תחא הרוש", 10.0, -1.2, 0.0, 0.3);
    assert_eq!(layout.finish(), "לפי סעיף 1948 לחוק\nשורה אחת");
}

#[test]
fn a_space_upon_a_letter_parts_nothing() {
    let mut layout = Layout::default();
    let characters = [(" ", 0.01), ("ה", 0.0), ("נ", 0.5), ("י", 1.0)];
    for (text, x) in characters {
        layout.push(&Character {
            text,
            at: (x, 0.0),
            along: (1.0, 0.0),
            advance: if text == " " { 0.3 } else { 0.5 },
            size: 1.0,
            is_vertical: false,
        });
    }
    assert_eq!(layout.finish(), "ינה");
}

#[test]
fn turned_text_is_text() {
    let mut layout = Layout::default();
    for (i, letter) in ["u", "p"].iter().enumerate() {
        let y = i as f64 * 0.5;
        layout.push(&Character {
            text: letter,
            at: (3.0, y),
            along: (0.0, 1.0),
            advance: 0.5,
            size: 1.0,
            is_vertical: false,
        });
    }
    assert_eq!(layout.finish(), "up");
}
