//! The picture of where in a manuscript the shared text is.
//!
//! A manuscript is drawn as one strip from its start to its end, cut into
//! equal cells. The text report draws the cells with block characters; the
//! HTML report draws the spans themselves.

use crate::model::Span;

/// Returns for each of `cells` equal parts of the manuscript the share of it
/// that is in `spans`, 0 to 1; empty for no cells.
///
/// Spans may overlap, be outside the manuscript or be reversed: what
/// comes out stays between 0 and 1.
pub(crate) fn shares(spans: &[Span], cells: usize) -> Vec<f64> {
    let spans = tidy(spans);
    (0..cells)
        .map(|cell| {
            let from = cell as f64 / cells as f64;
            let to = (cell + 1) as f64 / cells as f64;
            let covered: f64 = spans
                .iter()
                .map(|span| (span.to.min(to) - span.from.max(from)).max(0.0))
                .sum();
            (covered * cells as f64).clamp(0.0, 1.0)
        })
        .collect()
}

/// Returns the spans in reading order, inside 0 to 1, without overlaps and
/// without spans that are not numbers.
pub(crate) fn tidy(spans: &[Span]) -> Vec<Span> {
    let mut tidy: Vec<Span> = spans
        .iter()
        .filter(|span| span.from.is_finite() && span.to.is_finite())
        .map(|span| Span {
            from: span.from.clamp(0.0, 1.0),
            to: span.to.clamp(0.0, 1.0),
        })
        .filter(|span| span.from < span.to)
        .collect();
    tidy.sort_by(|a, b| a.from.total_cmp(&b.from));
    let mut merged: Vec<Span> = Vec::with_capacity(tidy.len());
    for span in tidy {
        match merged.last_mut() {
            Some(last) if span.from <= last.to => last.to = last.to.max(span.to),
            _ => merged.push(span),
        }
    }
    merged
}

/// Draws [`shares`] with block characters, or with `#`, `+`, `-` and `.`
/// where only ASCII can be shown.
pub(crate) fn draw(spans: &[Span], cells: usize, unicode: bool) -> String {
    shares(spans, cells)
        .into_iter()
        .map(|share| match (share, unicode) {
            (share, true) if share >= 0.75 => '█',
            (share, true) if share >= 0.4 => '▓',
            (share, true) if share >= 0.15 => '▒',
            (share, true) if share > 0.0 => '░',
            (_, true) => '·',
            (share, false) if share >= 0.75 => '#',
            (share, false) if share >= 0.4 => '+',
            (share, false) if share > 0.0 => '-',
            (_, false) => '.',
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::{draw, shares, tidy};
    use crate::model::Span;

    fn span(from: f64, to: f64) -> Span {
        Span { from, to }
    }

    #[test]
    fn a_whole_text_fills_the_strip() {
        assert_eq!(draw(&[span(0.0, 1.0)], 8, true), "████████");
        assert_eq!(draw(&[], 8, true), "········");
        assert_eq!(draw(&[span(0.0, 1.0)], 0, true), "");
    }

    #[test]
    fn a_part_is_drawn_where_it_lies() {
        assert_eq!(
            draw(&[span(0.25, 0.5), span(0.875, 0.9)], 8, true),
            "··██···▒"
        );
        assert_eq!(
            draw(&[span(0.25, 0.5), span(0.875, 0.9)], 8, false),
            "..##...-"
        );
    }

    #[test]
    fn odd_spans_do_no_harm() {
        let spans = [
            span(-3.0, 0.1),
            span(0.9, 7.0),
            span(0.6, 0.4),
            span(f64::NAN, 1.0),
        ];
        assert_eq!(tidy(&spans), vec![span(0.0, 0.1), span(0.9, 1.0)]);
        let overlapping = [span(0.0, 0.6), span(0.1, 0.2), span(0.5, 1.0)];
        assert_eq!(tidy(&overlapping), vec![span(0.0, 1.0)]);
        assert!(
            shares(&spans, 7)
                .iter()
                .all(|share| (0.0..=1.0).contains(share))
        );
    }
}
