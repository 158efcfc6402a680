//! Words and parts of names.

/// How many people of one field are read: a bound on the work of comparing two
/// fields.
pub(super) const MAX_PEOPLE: usize = 60;

/// Words before a family name that are left out when names are compared.
pub(super) const PARTICLES: [&str; 34] = [
    "af", "al", "av", "da", "das", "de", "dei", "del", "della", "den", "der", "des", "di", "do",
    "dos", "du", "el", "la", "las", "le", "les", "lo", "los", "ten", "ter", "the", "van", "vom",
    "von", "zu", "zum", "zur", "фон", "де",
];

/// Words that some write together with the name after them: `LeGuin`, `OBrien`.
pub(super) const PREFIXES: [&str; 22] = [
    "abu", "ap", "ben", "bin", "d", "dal", "dalla", "degli", "dell", "fitz", "ibn", "l", "mac",
    "mc", "o", "saint", "san", "santa", "st", "ste", "vande", "vander",
];

/// Words before a name that are not part of it.
pub(super) const BEFORE: [&str; 19] = [
    "the",
    "by",
    "dr",
    "edited",
    "illustrated",
    "introduction",
    "mr",
    "mrs",
    "ms",
    "prof",
    "professor",
    "rev",
    "sir",
    "translated",
    "von",
    "par",
    "herausgegeben",
    "ubersetzt",
    "illustriert",
];

/// Titles and roles before a name that are cut short, with a full stop: "Dipl.-Ing.",
/// "rer. nat.", "hg. v.". Not without it: "Phil" is a name.
pub(super) const CUT_SHORT: [&str; 29] = [
    "rer", "nat", "pol", "phil", "med", "dent", "vet", "jur", "iur", "ing", "habil", "mult", "oec",
    "theol", "dipl", "univ", "priv", "doz", "mag", "hc", "agr", "sc", "soc", "psych", "paed",
    "math", "hg", "hrsg", "ill",
];

/// Words after a name that are not part of it: roles, degrees, generations.
pub(super) const AFTER: [&str; 58] = [
    "auth",
    "author",
    "authors",
    "comp",
    "compiler",
    "contributor",
    "dr",
    "ed",
    "edit",
    "editor",
    "editors",
    "eds",
    "esq",
    "foreword",
    "herausgeber",
    "hg",
    "hrsg",
    "ii",
    "iii",
    "illus",
    "illustrator",
    "illustrated",
    "introduction",
    "iv",
    "jr",
    "junior",
    "md",
    "mrs",
    "narrator",
    "org",
    "phd",
    "prof",
    "pseud",
    "pseudonym",
    "sir",
    "sr",
    "staff",
    "trans",
    "transl",
    "translator",
    "translators",
    "traductor",
    "traducteur",
    "et",
    "al",
    "others",
    "автор",
    "авторы",
    "перевод",
    "переводчик",
    "пер",
    "ред",
    "редактор",
    "сост",
    "составитель",
    "др",
    "худ",
    "илл",
];

/// Titles before a name that may also be a name: they count only before two
/// words or more.
pub(super) const BEFORE_NAME: [&str; 16] = [
    "capt", "captain", "col", "colonel", "dame", "don", "father", "fr", "frau", "herr", "lady",
    "lt", "miss", "mme", "sgt", "sister",
];

/// Degrees and honours after a name. They are written with and without full
/// stops, and with and without a comma before them.
pub(super) const DEGREES: [&str; 68] = [
    "aprn", "bed", "bsc", "bsn", "cbe", "ccc", "cfa", "cfp", "cissp", "cpa", "dba", "dc", "dd",
    "dds", "dmd", "dmin", "dnp", "dphil", "dpt", "dsc", "dvm", "edd", "eds", "esq", "facp", "facs",
    "frcp", "frcs", "frs", "jd", "kbe", "lcsw", "llb", "llm", "lmft", "lmhc", "lpc", "mba", "mbbs",
    "mbe", "md", "mdiv", "med", "mfa", "mph", "mphil", "mpp", "msc", "msn", "mstat", "msw", "obe",
    "pharmd", "phd", "phr", "pmp", "psyd", "rd", "rdn", "rn", "thd", "thm", "sj", "op", "osb",
    "ofm", "csc", "cssr",
];

/// Degrees that are also names: they count only in capitals.
pub(super) const SHORT_DEGREES: [&str; 10] =
    ["ba", "bs", "do", "ed", "ma", "ms", "np", "od", "pa", "pe"];

/// Words for "and" that are also letters or other words: they part two people
/// only between two whole names.
pub(super) const WEAK_AND: [&str; 13] = [
    "e", "y", "i", "и", "og", "och", "en", "ve", "és", "oraz", "та", "і", "și",
];

/// What is said between two names of one person.
pub(super) const ALIASES: [&[&str]; 24] = [
    &["as", "told", "to"],
    &["i.e"],
    &["d.i"],
    &["das", "ist"],
    &["eigentlich"],
    &["eigtl"],
    &["recte"],
    &["eig"],
    &["also", "writing", "as"],
    &["writing", "as"],
    &["also", "known", "as"],
    &["better", "known", "as"],
    &["known", "as"],
    &["published", "as"],
    &["aka"],
    &["alias"],
    &["pseudonym", "of"],
    &["pseudonym", "for"],
    &["pseud", "of"],
    &["pen", "name", "of"],
    &["pen", "name", "for"],
    &["unter", "dem", "pseudonym"],
    &["sous", "le", "pseudonyme", "de"],
    &["под", "псевдонимом"],
];
