use super::to_html;
use crate::phrase::{Forms, Part};
use crate::{Language, fixture};

/// Returns every tag of a page with its attributes, comments and text left out.
fn tags(page: &str) -> Vec<&str> {
    page.split('<')
        .skip(1)
        .filter_map(|rest| rest.split('>').next())
        .collect()
}

#[test]
fn nothing_runs_and_nothing_is_loaded() {
    let page = to_html(&fixture::full(), Language::English);
    assert!(page.contains("Content-Security-Policy"));
    assert!(page.contains("default-src 'none'"));
    let allowed = [
        "!DOCTYPE",
        "html",
        "head",
        "meta",
        "title",
        "style",
        "body",
        "main",
        "header",
        "section",
        "article",
        "footer",
        "h1",
        "h2",
        "h3",
        "h4",
        "p",
        "a",
        "b",
        "bdi",
        "br",
        "cite",
        "code",
        "dd",
        "div",
        "dl",
        "dt",
        "figcaption",
        "figure",
        "li",
        "rect",
        "span",
        "svg",
        "table",
        "tbody",
        "td",
        "th",
        "thead",
        "tr",
        "ul",
    ];
    for tag in tags(&page) {
        let name = tag
            .trim_start_matches('/')
            .split([' ', '\n'])
            .next()
            .unwrap_or_default();
        assert!(allowed.contains(&name), "{tag}");
        for attribute in [" src", " style=", " on"] {
            assert!(!tag.contains(attribute), "{tag}");
        }
        // A link leads to a place on the page, and nowhere else.
        if let Some((_, to)) = tag.split_once(" href=") {
            let place = to.trim_matches('"').strip_prefix('#').unwrap_or_default();
            assert!(page.contains(&format!(" id=\"{place}\"")), "{tag}");
        }
    }
    let style = page
        .split("<style>")
        .nth(1)
        .and_then(|rest| rest.split("</style>").next());
    let style = style.expect("the page has a style");
    assert!(!style.contains("url(") && !style.contains("@import"));
}

#[test]
fn hostile_titles_are_text() {
    let page = to_html(&fixture::full(), Language::English);
    assert!(page.contains("&lt;img src=x onerror=alert(1)&gt;&lt;/bdi&gt;&lt;script&gt;"));
    assert!(!page.contains("<img") && !page.contains("<script"));
    assert!(!page.chars().any(|c| c.is_control() && c != '\n'));
    assert!(!page.contains('\u{202e}'));
}

#[test]
fn untrusted_words_keep_their_direction_to_themselves() {
    let page = to_html(&fixture::full(), Language::English);
    for name in [
        "قصة الطريق إلى البحر",
        "三四郎の帰郷",
        "Novel \u{fffd}fdp.exe",
    ] {
        assert!(page.contains(&format!("<bdi>{name}")), "{name}");
    }
}

#[test]
fn every_manuscript_stands_on_the_page() {
    let report = fixture::full();
    let page = to_html(&report, Language::English);
    for result in &report.results {
        let path = result.path.replace('&', "&amp;");
        assert!(page.contains(&path), "{path}");
    }
    for name in ["locked.epub", "photo.jpg", "Starter index"] {
        assert!(page.contains(name), "{name}");
    }
    let opened = page.matches("<article").count();
    assert_eq!(opened, page.matches("</article>").count());
}

#[test]
fn a_strip_shows_where_the_text_lies() {
    let page = to_html(&fixture::full(), Language::English);
    assert!(page.contains(r#"<rect class="part" x="550.0" y="0" width="280.0" height="24">"#));
    // A passage of 0.3 % of the text is still to be seen.
    assert!(page.contains(r#"x="401.0" y="0" width="3.0""#));
}

#[test]
fn a_page_over_many_manuscripts_is_small() {
    let page = to_html(&fixture::many(400), Language::English);
    assert_eq!(page.matches("<article").count(), 10);
    assert!(page.len() < 400_000, "{} bytes", page.len());
}

#[test]
fn an_empty_check_has_a_page() {
    assert!(to_html(&fixture::empty(), Language::English).contains("No manuscript was checked."));
}

/// Writes the page where `COLOPHON_PAGE` names a file, to be looked at.
#[test]
fn the_page_can_be_looked_at() {
    if let Some(path) = std::env::var_os("COLOPHON_PAGE") {
        std::fs::write(path, to_html(&fixture::full(), Language::English))
            .expect("the page is written");
    }
}

/// The words of English phrases that are long enough to be distinguished from German.
fn english_words() -> Vec<&'static str> {
    let phrases = crate::phrases::all().into_iter();
    let phrases = phrases.filter(|phrase| phrase.english != phrase.german);
    let texts = phrases.flat_map(|phrase| match phrase.english {
        Forms::Plain(text) => vec![text],
        Forms::Counted { one, other } => vec![one, other],
    });
    let parts = texts.flat_map(crate::phrase::parts);
    parts
        .filter_map(|part| match part {
            Part::Text(text) if text.trim().len() > 10 => Some(text),
            _ => None,
        })
        .collect()
}

#[test]
fn a_german_report_has_no_english_left() {
    let report = fixture::full();
    let style = crate::TextStyle {
        width: usize::MAX,
        ..crate::TextStyle::default()
    };
    let pages = [
        to_html(&report, Language::German),
        crate::to_text(&report, Language::German, &style),
        crate::to_csv(&report, Language::German, crate::Delimiter::Comma),
        crate::to_json(&report, Language::German),
    ];
    let words = english_words();
    assert!(words.len() > 150, "{}", words.len());
    for page in &pages {
        for english in &words {
            assert!(!page.contains(english), "{english}: {page}");
        }
    }
    assert!(pages[0].contains("<html lang=\"de\">") && pages[0].contains("Gefunden"));
    assert!(to_html(&report, Language::English).contains("<html lang=\"en\">"));
}

#[test]
fn the_overview_comes_first_and_names_everything_once() {
    let report = fixture::full();
    let page = to_html(&report, Language::English);
    let (_, rest) = page
        .split_once("<table class=\"overview\">")
        .expect("an overview");
    let (overview, rest) = rest.split_once("</table>").expect("its end");
    let n_lines = report.results.len() + report.skipped.len();
    assert_eq!(overview.matches("<tr>").count(), n_lines + 1);
    assert_eq!(overview.matches(" href=").count(), n_lines);
    assert!(overview.contains("The same text") && rest.contains("<article"));
    assert!(!to_html(&fixture::small(), Language::English).contains("class=\"overview\""));
}

#[test]
fn a_further_edition_is_a_line() {
    let page = to_html(&fixture::full(), Language::English);
    let (_, rest) = page
        .split_once("Further editions of this work")
        .expect("editions");
    let (editions, _) = rest.split_once("</ul>").expect("their end");
    assert!(
        editions.contains("Harbour Lights (second edition)"),
        "{editions}"
    );
    assert!(editions.contains("(about 97 of 100): "), "{editions}");
    assert_eq!(page.matches("Harbour Lights (second edition)").count(), 1);
}
