//! Breaks paragraphs into lines and lines into pages.
//!
//! Lines are broken for the whole paragraph at once, by the least sum of
//! stretch (Knuth and Plass 1981, without hyphens), because a greedy breaker
//! leaves rivers in a measure as narrow as a paperback's. No word is divided:
//! a reader of the file gets every word in one piece.

use std::ops::Range;

use anyhow::Result;

use super::{
    super::story::Span,
    metrics::{Face, encode},
};

/// The code of the space between two words.
const SPACE: u8 = b' ';
/// The share of its width by which a space may shrink.
const SHRINK: f32 = 0.25;

/// How lines fill the measure.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Align {
    /// Both edges straight, the last line short.
    Justify,
    /// Each line in the middle.
    Center,
}

/// How a paragraph is set; lengths in points.
#[derive(Debug, Clone, Copy)]
pub(super) struct Style {
    /// The face of text that is not emphasised.
    pub(super) face: Face,
    /// The type size.
    pub(super) size: f32,
    /// The distance from one baseline to the next.
    pub(super) leading: f32,
    /// The indent of the first line.
    pub(super) first: f32,
    /// The indent of all lines, on both sides.
    pub(super) inset: f32,
    /// How lines fill the measure.
    pub(super) align: Align,
}

/// Text of one face within a line.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Run {
    /// The face.
    pub(super) face: Face,
    /// The text in the file's code page.
    pub(super) bytes: Vec<u8>,
}

/// A line that is ready to be placed on a page.
#[derive(Debug, Clone)]
pub(super) struct Line {
    /// The distance from the left edge of the measure, in points.
    pub(super) x: f32,
    /// The type size, in points.
    pub(super) size: f32,
    /// How much wider every space is, in points.
    pub(super) word_spacing: f32,
    /// The text, in reading order.
    pub(super) runs: Vec<Run>,
}

/// A part of a paragraph that no line break can divide.
#[derive(Debug, Default)]
struct Piece {
    runs: Vec<Run>,
    width: f32,
    space_after: bool,
}

/// Returns the lines of a paragraph set to a measure of `measure` points.
///
/// A paragraph without words has no lines.
///
/// # Errors
///
/// When the text has a character that the file's code page lacks.
pub(super) fn set(spans: &[Span], style: &Style, measure: f32) -> Result<Vec<Line>> {
    let pieces = pieces(spans, style)?;
    let space = style.face.measure(&[SPACE], style.size);
    let width = |first: bool| measure - 2.0 * style.inset - if first { style.first } else { 0.0 };
    let ranges = break_lines(&pieces, space, width(true), width(false), style.align);
    let last = ranges.len().saturating_sub(1);
    let mut lines = Vec::with_capacity(ranges.len());
    for (index, range) in ranges.into_iter().enumerate() {
        let (natural, spaces) = extent(&pieces[range.clone()], space);
        let slack = width(index == 0) - natural;
        let indent = style.inset + if index == 0 { style.first } else { 0.0 };
        let (x, word_spacing) = match style.align {
            Align::Center => (indent + slack / 2.0, 0.0),
            Align::Justify if spaces > 0 && (index < last || slack < 0.0) => {
                (indent, slack / spaces as f32)
            }
            Align::Justify => (indent, 0.0),
        };
        lines.push(Line {
            x,
            size: style.size,
            word_spacing,
            runs: join(&pieces[range]),
        });
    }
    Ok(lines)
}

fn pieces(spans: &[Span], style: &Style) -> Result<Vec<Piece>> {
    let mut pieces = Vec::new();
    let mut piece = Piece::default();
    for span in spans {
        let (text, face) = match span {
            Span::Text { text, italic: true } => (text.clone(), Face::Italic),
            Span::Text {
                text,
                italic: false,
            } => (text.clone(), style.face),
            Span::Note(index) => (mark(*index), style.face),
        };
        for sign in text.chars() {
            if sign == ' ' {
                if !piece.runs.is_empty() {
                    piece.space_after = true;
                    pieces.push(std::mem::take(&mut piece));
                }
                continue;
            }
            let byte = encode(sign)?;
            piece.width += face.measure(&[byte], style.size);
            append(&mut piece.runs, face, &[byte]);
            if sign == '—' {
                pieces.push(std::mem::take(&mut piece));
            }
        }
    }
    if !piece.runs.is_empty() {
        pieces.push(piece);
    }
    Ok(pieces)
}

/// Returns the raised figures that call the note with this index.
pub(super) fn mark(index: usize) -> String {
    const RAISED: [char; 10] = ['⁰', '¹', '²', '³', '⁴', '⁵', '⁶', '⁷', '⁸', '⁹'];
    let figures = (index + 1).to_string();
    figures
        .bytes()
        .map(|figure| RAISED[usize::from(figure - b'0')])
        .collect()
}

/// Returns where each line begins and ends, as ranges of pieces.
fn break_lines(
    pieces: &[Piece],
    space: f32,
    first: f32,
    other: f32,
    align: Align,
) -> Vec<Range<usize>> {
    // best[end] is the least cost of setting pieces[..end], and where the
    // line that ends there begins.
    let mut best: Vec<(f32, usize)> = vec![(0.0, 0)];
    for end in 1..=pieces.len() {
        let mut choice = (f32::INFINITY, end - 1);
        for begin in (0..end).rev() {
            let measure = if begin == 0 { first } else { other };
            let (natural, spaces) = extent(&pieces[begin..end], space);
            let slack = measure - natural;
            let stretch = space * spaces.max(1) as f32;
            // A piece wider than the measure has to go somewhere.
            if slack < -SHRINK * stretch && begin + 1 < end {
                break;
            }
            let cost = match align {
                // Even lines look best where nothing fills them.
                Align::Center => (100.0 * slack / measure).powi(2),
                Align::Justify if end == pieces.len() && slack >= 0.0 => 0.0,
                Align::Justify => (1.0 + 100.0 * (slack / stretch).abs().powi(3)).powi(2),
            };
            let cost = best[begin].0 + cost + 1.0;
            if cost < choice.0 {
                choice = (cost, begin);
            }
        }
        best.push(choice);
    }
    let mut ranges = Vec::new();
    let mut end = pieces.len();
    while end > 0 {
        let begin = best[end].1;
        ranges.push(begin..end);
        end = begin;
    }
    ranges.reverse();
    ranges
}

/// Returns the natural width of a line of `pieces` and its number of spaces.
fn extent(pieces: &[Piece], space: f32) -> (f32, usize) {
    let inner = &pieces[..pieces.len().saturating_sub(1)];
    let spaces = inner.iter().filter(|piece| piece.space_after).count();
    let words: f32 = pieces.iter().map(|piece| piece.width).sum();
    (words + spaces as f32 * space, spaces)
}

fn join(pieces: &[Piece]) -> Vec<Run> {
    let mut runs: Vec<Run> = Vec::new();
    for (index, piece) in pieces.iter().enumerate() {
        for run in &piece.runs {
            append(&mut runs, run.face, &run.bytes);
        }
        if piece.space_after
            && index + 1 < pieces.len()
            && let Some(last) = runs.last_mut()
        {
            last.bytes.push(SPACE);
        }
    }
    runs
}

fn append(runs: &mut Vec<Run>, face: Face, bytes: &[u8]) {
    match runs.last_mut() {
        Some(last) if last.face == face => last.bytes.extend_from_slice(bytes),
        _ => runs.push(Run {
            face,
            bytes: bytes.to_vec(),
        }),
    }
}

/// A line with its place on the page, in points from the lower left corner.
#[derive(Debug)]
pub(super) struct Placed {
    /// The left end.
    pub(super) x: f32,
    /// The baseline.
    pub(super) y: f32,
    /// The line.
    pub(super) line: Line,
}

/// A page of placed lines.
#[derive(Debug, Default)]
pub(super) struct Page {
    /// The lines, in reading order.
    pub(super) lines: Vec<Placed>,
    /// Whether a part opens here, with no running head above it.
    pub(super) opens: bool,
}

/// The pages so far, and the place where the next line goes.
#[derive(Debug)]
pub(super) struct Pages {
    /// The pages, the one being filled at the end.
    pub(super) done: Vec<Page>,
    left: f32,
    top: f32,
    bottom: f32,
    y: f32,
}

impl Pages {
    /// Makes an empty book whose lines start `left` points from the edge, between
    /// the heights `bottom` and `top`.
    pub(super) fn new(left: f32, top: f32, bottom: f32) -> Self {
        Self {
            done: Vec::new(),
            left,
            top,
            bottom,
            y: top,
        }
    }

    /// Begins a page, `drop` points below the top, on which a part opens.
    pub(super) fn open(&mut self, drop: f32) {
        self.done.push(Page {
            lines: Vec::new(),
            opens: true,
        });
        self.y = self.top - drop;
    }

    /// Leaves `height` points free, unless the page ends first.
    pub(super) fn space(&mut self, height: f32) {
        self.y -= height;
    }

    /// Places a paragraph without leaving one line of it alone at the end or the
    /// start of a page.
    pub(super) fn place(&mut self, mut lines: Vec<Line>, leading: f32) {
        let mut begun = false;
        while !lines.is_empty() {
            let take = self.room(lines.len(), leading, begun);
            begun |= take > 0;
            for line in lines.drain(..take) {
                self.y -= leading;
                let placed = Placed {
                    x: self.left + line.x,
                    y: self.y,
                    line,
                };
                if let Some(page) = self.done.last_mut() {
                    page.lines.push(placed);
                }
            }
            if !lines.is_empty() {
                self.done.push(Page::default());
                self.y = self.top;
            }
        }
    }

    /// Returns how many of `wanted` lines to place on this page.
    fn room(&self, wanted: usize, leading: f32, begun: bool) -> usize {
        let Some(page) = self.done.last() else {
            return 0;
        };
        let mut free = 0;
        while free < wanted && self.y - leading * (free + 1) as f32 >= self.bottom {
            free += 1;
        }
        let empty = page.lines.is_empty();
        if free < wanted {
            if wanted - free == 1 && free > 0 {
                free -= 1;
            }
            if free == 1 && !begun {
                free = 0;
            }
        }
        // An empty page takes a line however tall, or there would be no end.
        if empty { free.max(1) } else { free }
    }
}
