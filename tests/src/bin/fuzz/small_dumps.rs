//! Seeds of the dumps of papers, films, newer collections and registers: small, and with
//! the junk that the real ones have.

use crate::target::Target;

/// Returns the seeds of a dump; none for any other target.
pub(crate) fn seeds(target: Target) -> Vec<Vec<u8>> {
    let texts = match target {
        Target::Scimag => vec![scimag()],
        Target::Dois => vec![
            "10.1000/182\ndoi:10.1093/ajae/aaq063\r\nhttps://doi.org/10.1038/S41586-020-2649-2\n\n10.0000/x\nnot a DOI\n"
                .to_owned(),
        ],
        Target::Opensubtitles => vec![subtitles()],
        Target::Aac => aac(),
        Target::Aarecords => vec![aarecords()],
        Target::Usco => usco(),
        Target::NyplCce => nypl(),
        Target::Bookcorpus => vec![
            "location,category,fname,word_count,disk_usage\n./Humor/1.txt,Humor,The_Sea-2.epub.txt,9,1K\n\
             ./x/2.txt,x,123.txt,,\n"
                .to_owned(),
            "{\"page\":\"https://x\",\"title\":\"The Sea\",\"author\":\"A. Weller\",\"genres\":[\"a\"]}\n{\"title\":null}\n".to_owned(),
        ],
        Target::FileNames => vec![
            "Anna Weller - The Sea.epub.txt\nWeller, Anna - Salt Water (2005, Brand House) [en].epub.txt\n\
             the_sea_by_a_b_weller.txt\nx/y/[Weller, Anna] Waves 03 - The Sea.epub\nÜber - - .txt\n"
                .to_owned(),
        ],
        Target::CslJson => vec![
            r#"[{"type":"article-journal","title":"A","DOI":"10.1000/182","ISSN":"0028-0836","author":[{"family":"B","given":"C"}],"issued":{"date-parts":[[1999,2]]}}]"#.to_owned(),
            r#"{"group":[{"work-summary":[{"title":{"title":{"value":"A"}},"external-ids":{"external-id":[{"external-id-type":"doi","external-id-value":"10.1000/182"}]},"publication-date":{"year":{"value":"1999"}},"type":"journal-article"}]}]}"#.to_owned(),
        ],
        _ => Vec::new(),
    };
    let mut seeds: Vec<Vec<u8>> = texts.into_iter().map(String::into_bytes).collect();
    if target == Target::Usco {
        seeds.push(marc());
    }
    seeds
}

fn scimag() -> String {
    let columns = [
        "ID",
        "DOI",
        "DOI2",
        "Title",
        "Author",
        "Year",
        "Month",
        "Day",
        "Volume",
        "Issue",
        "First_page",
        "Last_page",
        "Journal",
        "ISBN",
        "ISSNP",
        "ISSNE",
        "MD5",
        "Filesize",
        "TimeAdded",
        "JOURNALID",
        "AbstractURL",
        "Attribute1",
        "Attribute2",
        "Attribute3",
        "Attribute4",
        "Attribute5",
        "Attribute6",
        "visible",
        "PubmedID",
        "PMC",
        "PII",
    ];
    format!(
        "CREATE TABLE `scimag` (`{}` text);\nINSERT INTO `scimag` VALUES (1,'10.1000/182','','A it\\'s','B, C; D, E','1999','','',\
         '3','2','45','50','J. of X','','0028-0836','1476-4687','{}',9,'2015-02-03 00:00:00','','http://x','','','',NULL,'','','',\
         '123','PMC1','S1'),(2,'10.0000/x','','','','','','','','','','','','','','','',0,'0000-00-00','','','','','',NULL,'','','del',\
         '','','');\n-- Dump completed on 2020-01-01\n",
        columns.join("` text, `"),
        "AB".repeat(16),
    )
}

fn subtitles() -> String {
    "IDSubtitle\tMovieName\tMovieYear\tLanguageName\tISO639\tSubAddDate\tImdbID\tSubFormat\tSubSumCD\tMovieReleaseName\tMovieFPS\t\
     SeriesSeason\tSeriesEpisode\tSeriesIMDBParent\tMovieKind\tURL\n\
     1\tEmma\t1996\tEnglish\ten\t2010-01-02 03:04:05\t116191\tsrt\t1\tEmma.1996\t23.976\t0\t0\t0\tmovie\thttp://x/1\n\
     2\t\"A Series\" A\ttab and\nfeed\t666\tPortuguese (BR)\tpb\t0000-00-00\t54321987654\tsub\t2\tx\ty\t25\t2\t5\t77\ttv\thttp://x/2\n"
        .to_owned()
}

fn aac() -> Vec<String> {
    let md5 = "ab".repeat(16);
    vec![
        format!(
            "{{\"aacid\":\"aacid__zlib3_records__20230808T014342Z__22433983__URsJ\",\"metadata\":{{\"zlibrary_id\":22433983,\"date_added\":\
             \"2022-08-24\",\"extension\":\"epub\",\"filesize_reported\":9,\"md5_reported\":\"{md5}\",\"title\":\"A \\u00e9\",\"author\":\"B\",\
             \"isbns\":[\"9780306406157\",\"B000000001\"],\"year\":\"1999\"}}}}\n{{\"aacid\":\"aacid__zlib3_records__20240808T014342Z__22433983__V\",\
             \"metadata\":{{\"zlibrary_id\":22433983,\"removed\":1}}}}\n"
        ),
        format!(
            "{{\"aacid\":\"aacid__upload_records__20240510T000000Z__1__x\",\"metadata\":{{\"primary_id\":1,\"md5\":\"{md5}\",\"filepath\":\"a/b.epub\",\
             \"filename\":\"b.epub\",\"filesize\":3,\"exiftool_output\":{{\"Title\":\"T\",\"Author\":[\"A\"]}}}}}}\n"
        ),
        "{\"aacid\":\"aacid__trantor_records__20240510T000000Z__1__x\",\"metadata\":{\"Title\":\"T\",\"Authors\":[\"A\"],\"Sha256\":\"zz\",\"Size\":1}}\n"
            .to_owned(),
        format!(
            "{{\"aacid\":\"aacid__nexusstc_records__20240510T000000Z__1__x\",\"metadata\":{{\"record\":{{\"id\":[{{\"dois\":[\"10.1/x\"]}}],\"title\":\
             [\"T\"],\"authors\":[{{\"family\":\"A\"}}],\"issued_at\":[-1],\"links\":[{{\"md5\":\"{md5}\",\"filesize\":3,\"extension\":\"pdf\"}}]}}}}}}\n"
        ),
    ]
}

fn aarecords() -> String {
    let md5 = "cd".repeat(16);
    format!(
        "{{\"index\":{{}}}}\n{{\"_id\":\"md5:{md5}\",\"_source\":{{\"file_unified_data\":{{\"title_best\":\"T\",\"author_best\":\"A\",\"year_best\":\"1999\",\
         \"extension_best\":\"pdf\",\"filesize_best\":7,\"added_date_best\":\"2015-01-02\",\"added_date_unified\":{{\"date_lgrsnf_source\":\"2015-01-02\",\
         \"date_zlib_source\":\"2021-06-15\"}},\"identifiers_unified\":{{\"md5\":[\"{md5}\"],\"sha1\":[],\"isbn13\":[\"9780306406157\"],\"doi\":\
         [\"10.1000/182\"],\"lgrsnf\":[\"1\"],\"zlib\":[\"2\"]}},\"language_codes\":[\"en\"],\"content_type_best\":\"book_nonfiction\"}}}}}}\n"
    )
}

fn usco() -> Vec<String> {
    vec![
        "\u{feff}record_id,reg_num,reg_date,title,work_type,alternate_title,creation_date,publication_status,publication_date,publisher\n\
         1,TX0000987776,1982-09-13,\"The \"\"Purple\"\" /\",Text,,1981,PUB,1982-06,s.n.]\n2,RE0000000001,1999,B,,,,UNP,,\n"
            .to_owned(),
        "record_id,tag,subfield,value,.row\n1,017,a,TX0000987776,1\n1,017,d,1982-09-13,1\n1,245,a,The purple /,1\n1,505,t,One,1\n1,505,t,NA,1\n"
            .to_owned(),
        "row_id,v_,var_nm\n1,TX0000987776,reg_num\n1,The purple,title\n".to_owned(),
    ]
}

/// Returns a record of MARC with a number and a title.
fn marc() -> Vec<u8> {
    let fields: [(&str, &[u8]); 2] = [
        ("017", b"  \x1faTX0000987776\x1fd19820913"),
        ("245", b"00\x1faThe purple /\x1fcAlice Walker"),
    ];
    let (mut directory, mut data) = (Vec::new(), Vec::new());
    for (tag, value) in fields {
        let entry = format!("{tag}{:04}{:05}", value.len() + 1, data.len());
        directory.extend_from_slice(entry.as_bytes());
        data.extend_from_slice(value);
        data.push(0x1e);
    }
    directory.push(0x1e);
    data.push(0x1d);
    let base = 24 + directory.len();
    let mut record = format!("{:05}nam a22{base:05} a 4500", base + data.len()).into_bytes();
    record.extend_from_slice(&directory);
    record.extend_from_slice(&data);
    record
}

fn nypl() -> Vec<String> {
    vec![
        "<?xml version=\"1.0\"?><copyrightEntries><copyrightEntry id=\"a\" regnum=\"A1\"><author><authorName>Weller, Anna.</authorName></author>\
         <title>The sea</title><publisher><pubName claimant=\"yes\">Brand</pubName><pubPlace>X</pubPlace><pubDate date=\"1930-01-02\">2Jan30</pubDate>\
         </publisher><regDate date=\"1930-01-05\">5Jan30</regDate><regNum>A1</regNum><claimant>Brand</claimant></copyrightEntry></copyrightEntries>"
            .to_owned(),
        "author\ttitle\toreg\todat\trdat\tid\tclaimants\nWeller, Anna\tThe sea\tA1\t1930-01-05\t1957-02-03\tR1\tAnna Weller (A)\n".to_owned(),
    ]
}

/// Returns a dump of the Pirate Library Mirror's index.
pub(crate) fn pilimi() -> String {
    let columns = [
        "zlibrary_id",
        "date_added",
        "extension",
        "filesize",
        "filesize_reported",
        "md5",
        "md5_reported",
        "title",
        "author",
        "publisher",
        "language",
        "series",
        "volume",
        "edition",
        "year",
        "unavailable",
    ];
    let (own, reported) = ("ab".repeat(16), "CD".repeat(16));
    format!(
        "{}INSERT INTO `zlib_book` VALUES (2,'2011-07-10','fb2.zip',NULL,77,'{own}','{reported}','Title','G','P','russian','S','5','2','2015',1),\
         (30,'','epub',5,77,NULL,'{own}','Other','','','','','','','',0);\n{}INSERT INTO `isbn` VALUES (30,'0306406152'),(2,'9780306406157');\n",
        create("zlib_book", &columns),
        create("isbn", &["zlibrary_id", "isbn"])
    )
}

pub(crate) fn create(table: &str, columns: &[&str]) -> String {
    let columns: Vec<String> = columns
        .iter()
        .map(|name| format!("`{name}` text"))
        .collect();
    format!("CREATE TABLE `{table}` ({});\n", columns.join(","))
}
