//! The exit codes, a contract with scripts.

use colophon_engine::report::model::{Report, Verdict};

/// Nothing was found, or the command is done.
pub(crate) const DONE: u8 = 0;
/// Something was found.
pub(crate) const FOUND: u8 = 1;
/// Something could not be judged, an argument is wrong, or the command failed.
pub(crate) const NOT_DONE: u8 = 2;
/// The user stopped it.
pub(crate) const INTERRUPTED: u8 = 130;

/// Returns the exit code of a check.
///
/// A manuscript that could not be judged counts for more than one that was
/// found. A report without manuscripts judged nothing, and must not pass for
/// "not found". A row of a list that is not a title is nothing to judge, but a
/// sheet that was not read may hold titles.
pub(crate) fn of_report(report: &Report) -> u8 {
    let unjudged = report
        .results
        .iter()
        .any(|result| result.verdict == Verdict::Inconclusive)
        || !report.skipped.is_empty()
        || report.left_out.iter().any(|it| it.code.may_hide_titles())
        || report.results.is_empty();
    let found = report
        .results
        .iter()
        .any(|result| result.verdict.is_found());
    match (unjudged, found) {
        (true, _) => NOT_DONE,
        (false, true) => FOUND,
        (false, false) => DONE,
    }
}

#[cfg(test)]
mod tests {
    use colophon_engine::report::model::{
        Digests, ManuscriptResult, REPORT_VERSION, Report, Skipped, TextSummary, Tool, Verdict,
    };

    use colophon_engine::report::Code;

    use super::{DONE, FOUND, NOT_DONE, of_report};

    fn report(verdicts: &[Verdict], skipped: usize) -> Report {
        let result = |verdict: &Verdict| ManuscriptResult {
            path: String::new(),
            sheet: None,
            row: None,
            client: None,
            title: None,
            author: None,
            isbn: Vec::new(),
            guessed: None,
            parts: Vec::new(),
            numbers_of: Vec::new(),
            digests: Digests::default(),
            text: TextSummary::default(),
            verdict: *verdict,
            matches: Vec::new(),
            registrations: Vec::new(),
            claim: None,
            warnings: Vec::new(),
        };
        let skip = Skipped {
            path: String::new(),
            sheet: None,
            row: None,
            client: None,
            code: Code::Encrypted,
            message: String::new(),
            hint: String::new(),
            digests: None,
        };
        Report {
            report_version: REPORT_VERSION,
            tool: Tool {
                name: "colophon".to_owned(),
                version: "0".to_owned(),
            },
            created: String::new(),
            from: None,
            indexes: Vec::new(),
            cutoff: None,
            results: verdicts.iter().map(result).collect(),
            skipped: vec![skip; skipped],
            left_out: Vec::new(),
            passed_over: Vec::new(),
            one_book: Vec::new(),
        }
    }

    #[test]
    fn every_found_verdict_ends_with_1_and_no_other_does() {
        for verdict in [
            Verdict::SameFile,
            Verdict::SameText,
            Verdict::WithinLargerWork,
            Verdict::ContainsWork,
            Verdict::RevisedText,
            Verdict::Listed,
        ] {
            assert_eq!(
                of_report(&report(&[Verdict::NotFound, verdict], 0)),
                FOUND,
                "{verdict:?}"
            );
        }
        for verdict in [
            Verdict::SharedPassages,
            Verdict::Possible,
            Verdict::NotFound,
        ] {
            assert_eq!(of_report(&report(&[verdict], 0)), DONE, "{verdict:?}");
        }
    }

    #[test]
    fn what_could_not_be_judged_wins() {
        assert_eq!(of_report(&report(&[Verdict::SameText], 1)), NOT_DONE);
        assert_eq!(
            of_report(&report(&[Verdict::SameText, Verdict::Inconclusive], 0)),
            NOT_DONE
        );
        assert_eq!(of_report(&report(&[Verdict::NotFound], 1)), NOT_DONE);
    }

    #[test]
    fn what_is_not_a_title_is_nothing_to_judge() {
        for (code, expected) in [
            (Code::RowTotal, DONE),
            (Code::SheetRemarks, DONE),
            (Code::SheetHidden, NOT_DONE),
            (Code::SheetUnknown, NOT_DONE),
        ] {
            let mut report = report(&[Verdict::NotFound], 1);
            report.left_out = std::mem::take(&mut report.skipped);
            report.left_out[0].code = code;
            assert_eq!(of_report(&report), expected, "{code}");
        }
    }

    #[test]
    fn an_empty_report_comforts_nobody() {
        assert_eq!(of_report(&report(&[], 0)), NOT_DONE);
    }
}
