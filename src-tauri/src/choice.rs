//! What a person chooses from: the contents of a column, and the kinds of dumps.

use colophon_engine as engine;
use serde::{Deserialize, Serialize};

/// What a column of a client list may hold, as the window names it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(rename_all = "snake_case")]
pub(crate) enum ClientField {
    Client,
    Title,
    Author,
    PenNames,
    Isbn,
    Asin,
    Year,
    Publisher,
    File,
    Doi,
    Issn,
    Journal,
    Imdb,
    Series,
    Season,
    Episode,
    Kind,
    Registration,
    RegistrationDate,
    ClaimId,
    Receipt,
    Deadline,
    OptedOut,
}

impl ClientField {
    /// Returns the field as the window names it; `None` if the window has no name
    /// for it.
    pub(crate) fn of(field: engine::ClientField) -> Option<Self> {
        use engine::ClientField as Field;
        Some(match field {
            Field::Client => Self::Client,
            Field::Title | Field::Subtitle | Field::OtherTitles => Self::Title,
            Field::Author | Field::AuthorFirst | Field::AuthorLast => Self::Author,
            Field::PenNames => Self::PenNames,
            Field::Isbn => Self::Isbn,
            Field::Asin => Self::Asin,
            Field::Year => Self::Year,
            Field::Imprint => Self::Publisher,
            Field::File => Self::File,
            Field::Doi => Self::Doi,
            Field::Issn => Self::Issn,
            Field::Journal => Self::Journal,
            Field::Imdb => Self::Imdb,
            Field::Series => Self::Series,
            Field::Season => Self::Season,
            Field::Episode => Self::Episode,
            Field::Kind => Self::Kind,
            Field::Registration => Self::Registration,
            Field::RegistrationDate => Self::RegistrationDate,
            Field::ClaimId => Self::ClaimId,
            Field::Receipt => Self::Receipt,
            Field::Deadline => Self::Deadline,
            Field::OptedOut => Self::OptedOut,
            _ => return None,
        })
    }

    /// Returns the engine's word for the field, for a mapping.
    pub(crate) fn word(self) -> &'static str {
        use engine::ClientField as Field;
        let field = match self {
            Self::Client => Field::Client,
            Self::Title => Field::Title,
            Self::Author => Field::Author,
            Self::PenNames => Field::PenNames,
            Self::Isbn => Field::Isbn,
            Self::Asin => Field::Asin,
            Self::Year => Field::Year,
            Self::Publisher => Field::Imprint,
            Self::File => Field::File,
            Self::Doi => Field::Doi,
            Self::Issn => Field::Issn,
            Self::Journal => Field::Journal,
            Self::Imdb => Field::Imdb,
            Self::Series => Field::Series,
            Self::Season => Field::Season,
            Self::Episode => Field::Episode,
            Self::Kind => Field::Kind,
            Self::Registration => Field::Registration,
            Self::RegistrationDate => Field::RegistrationDate,
            Self::ClaimId => Field::ClaimId,
            Self::Receipt => Field::Receipt,
            Self::Deadline => Field::Deadline,
            Self::OptedOut => Field::OptedOut,
        };
        field.as_str()
    }
}

/// The kinds of metadata dumps that an index can be built from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(rename_all = "kebab-case")]
pub(crate) enum DumpKind {
    Libgen,
    LibgenLi,
    Pilimi,
    IsbnList,
    Csv,
    Scimag,
    Dois,
    Opensubtitles,
    Aac,
    Aarecords,
    Usco,
    NyplCce,
    Bookcorpus,
    FileNames,
}

impl DumpKind {
    /// Returns the engine's word for the kind.
    pub(crate) const fn word(self) -> &'static str {
        match self {
            Self::Libgen => "libgen",
            Self::LibgenLi => "libgen-li",
            Self::Pilimi => "pilimi",
            Self::IsbnList => "isbn-list",
            Self::Csv => "csv",
            Self::Scimag => "scimag",
            Self::Dois => "dois",
            Self::Opensubtitles => "opensubtitles",
            Self::Aac => "aac",
            Self::Aarecords => "aarecords",
            Self::Usco => "usco",
            Self::NyplCce => "nypl-cce",
            Self::Bookcorpus => "bookcorpus",
            Self::FileNames => "file-names",
        }
    }
}

#[cfg(test)]
mod tests {
    use colophon_engine::CatalogueInput;

    use super::{ClientField, DumpKind};

    #[test]
    fn the_engine_knows_every_word_of_the_window() {
        let kinds = [
            DumpKind::Libgen,
            DumpKind::LibgenLi,
            DumpKind::Pilimi,
            DumpKind::IsbnList,
            DumpKind::Csv,
            DumpKind::Scimag,
            DumpKind::Dois,
            DumpKind::Opensubtitles,
            DumpKind::Aac,
            DumpKind::Aarecords,
            DumpKind::Usco,
            DumpKind::NyplCce,
            DumpKind::Bookcorpus,
            DumpKind::FileNames,
        ];
        assert_eq!(kinds.len(), CatalogueInput::kinds().len());
        for kind in kinds {
            assert!(CatalogueInput::kinds().contains(&kind.word()), "{kind:?}");
        }
        assert_eq!(ClientField::Publisher.word(), "publisher");
    }
}
