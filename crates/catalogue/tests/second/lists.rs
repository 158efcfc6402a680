//! Second readings of lists.

/// Returns the DOIs of a list in small letters, and the number of lines with none and
/// of those that are invented.
pub(crate) fn dois(text: &str) -> (Vec<String>, u64, u64) {
    let (mut found, mut n_none, mut n_invented) = (Vec::new(), 0, 0);
    for line in text.replace('\r', "\n").split('\n') {
        let line = line.trim().trim_matches('"').to_lowercase();
        if line.is_empty() {
            continue;
        }
        let bare = match line.find("10.") {
            Some(at)
                if [
                    "",
                    "doi:",
                    "doi: ",
                    "https://doi.org/",
                    "http://dx.doi.org/",
                ]
                .contains(&&line[..at]) =>
            {
                &line[at..]
            }
            _ => "",
        };
        let bare = bare.replace("%2f", "/").replace("%3c", "<");
        let is_doi = bare.split_once('/').is_some_and(|(before, after)| {
            before.len() >= 7 && !after.is_empty() && !bare.contains(' ')
        });
        if !is_doi {
            n_none += 1;
        } else if bare.starts_with("10.0000/") {
            n_invented += 1;
        } else {
            found.push(bare);
        }
    }
    found.sort();
    (found, n_none, n_invented)
}

/// Returns name and category of each book of `BookCorpus`'s table.
pub(crate) fn books(text: &str) -> Vec<(String, String)> {
    text.lines()
        .skip(1)
        .map(|line| {
            let values: Vec<&str> = line.split(',').collect();
            let name = values[2].trim_end_matches(".txt");
            (name.to_owned(), values[1].to_owned())
        })
        .collect()
}
