//! The traps of SQL dumps, one by one.
#![expect(clippy::unwrap_used, reason = "a test says what it expects by failing")]

mod common;

use colophon_catalogue::{ErrorKind, Item, Kind, Record};
use common::{UPDATED, create, read, row};

/// Returns the records of a dump of `updated` with these statements.
fn records(statements: &str) -> Vec<Record> {
    let dump = create("updated", &UPDATED) + statements;
    read(Kind::Libgen, dump).unwrap().records
}

/// Returns the title that a literal stands for.
fn title(literal: &str) -> String {
    let row = row(&[("ID", "1"), ("Title", literal)]);
    let mut records = records(&format!("INSERT INTO `updated` VALUES {row};\n"));
    assert_eq!(records.len(), 1, "{literal}");
    records.remove(0).title
}

/// Returns the error of a dump and the byte it names.
fn refused(kind: Kind, dump: impl AsRef<[u8]>) -> (ErrorKind, Option<u64>, String) {
    let error = read(kind, dump).unwrap_err();
    (error.kind(), error.offset(), error.to_string())
}

#[test]
fn strings_mean_what_mysql_says() {
    for (literal, meaning) in [
        (r"'Bridget Jones\'s Diary'", "Bridget Jones's Diary"),
        ("'Bridget Jones''s Diary'", "Bridget Jones's Diary"),
        (r#""say ""yes"" or 'no'""#, "say \"yes\" or 'no'"),
        (r#"'a "quoted" word'"#, "a \"quoted\" word"),
        (r#""a \"quoted\" word""#, "a \"quoted\" word"),
        (r"'back\\slash'", r"back\slash"),
        (r"'ends with one \\'", r"ends with one \"),
        (r"'a\nb\tc\rd'", "a\nb\tc\rd"),
        (r"'a\0b\Zc\bd'", "a\0b\x1Ac\x08d"),
        (r"'100\% of_it \_'", r"100\% of_it \_"),
        (r"'\q'", "q"),
        ("'a),(b'", "a),(b"),
        ("'a'',''b'", "a','b"),
        (
            "'INSERT INTO `updated` VALUES (2);'",
            "INSERT INTO `updated` VALUES (2);",
        ),
        ("'x -- y # z /* w */'", "x -- y # z /* w */"),
        ("'; DROP TABLE `updated`;'", "; DROP TABLE `updated`;"),
        ("'\u{FEFF}Marked \u{FEFF}'", "Marked"),
        ("'  spaced\u{A0}\t'", "spaced"),
        (
            "'Преступление и наказание 罪と罰'",
            "Преступление и наказание 罪と罰",
        ),
        ("''", ""),
        ("NULL", ""),
        ("null", ""),
        ("1984", "1984"),
        ("-3.5e+7", "-3.5e+7"),
        ("0x4D6F6279", "Moby"),
        ("X'4d6f6279'", "Moby"),
        ("_binary 'Moby'", "Moby"),
        (r"_utf8mb4'Mo\'by'", "Mo'by"),
        ("N'Moby'", "Moby"),
        ("  'Moby'  ", "Moby"),
        ("/* a */ 'Moby' -- b'\n", "Moby"),
        ("TRUE", "1"),
    ] {
        assert_eq!(title(literal), meaning, "{literal}");
    }
}

#[test]
fn a_row_keeps_every_column() {
    let row = row(&[
        ("ID", "17"),
        ("Title", "'Title'"),
        ("VolumeInfo", "'Vol. 2'"),
        ("Series", "'Series 3'"),
        ("Author", "'\u{FEFF}McAuthor, Anne; Other, B.'"),
        ("Year", "'1999'"),
        ("Edition", "'2nd'"),
        ("Publisher", "'Imprint'"),
        ("Language", "'English'"),
        ("Identifier", "'0-306-40615-2, 978-0-306-40615-7'"),
        ("ASIN", "'B000000001'"),
        ("Filesize", "5000000000"),
        ("Extension", "'EPUB'"),
        ("MD5", "'A314160B78D6E47BDB6660FBC0F34C90'"),
        ("Visible", "'del'"),
        ("TimeAdded", "'2009-07-20 03:45:11'"),
        ("IdentifierWODash", "'0306406152,9780306406157'"),
    ]);
    let records = records(&format!("INSERT INTO `updated` VALUES {row};"));
    let md5 = [
        0xA3, 0x14, 0x16, 0x0B, 0x78, 0xD6, 0xE4, 0x7B, 0xDB, 0x66, 0x60, 0xFB, 0xC0, 0xF3, 0x4C,
        0x90,
    ];
    assert_eq!(
        records,
        [Record {
            source: 0,
            id: "17".into(),
            title: "Title".into(),
            other_titles: Vec::new(),
            author: "McAuthor, Anne; Other, B.".into(),
            volume: "Vol. 2".into(),
            series: "Series 3".into(),
            imprint: "Imprint".into(),
            edition: "2nd".into(),
            year: "1999".into(),
            language: "English".into(),
            identifiers: "0-306-40615-2, 978-0-306-40615-7".into(),
            asin: "B000000001".into(),
            md5: Some(md5),
            md5_reported: None,
            format: "epub".into(),
            size_bytes: Some(5_000_000_000),
            added: "2009-07-20".parse().ok(),
            hidden: "del".into(),
            ..Record::default()
        }]
    );
}

#[test]
fn zero_dates_sizes_and_broken_digests_are_none() {
    let row = row(&[
        ("TimeAdded", "'0000-00-00 00:00:00'"),
        ("Filesize", "0"),
        ("MD5", "'xyz'"),
    ]);
    let records = records(&format!("INSERT INTO updated VALUES {row};"));
    assert_eq!(
        (records[0].added, records[0].size_bytes, records[0].md5),
        (None, None, None)
    );
}

#[test]
fn identifiers_without_dashes_add_only_what_is_new() {
    for (dashed, undashed, all) in [
        ("", "0306406152", "0306406152"),
        ("0-306-40615-2", "0306406152", "0-306-40615-2"),
        ("0-306-40615-2", "", "0-306-40615-2"),
        ("0-306-40615-2", "9780306406157", "0-306-40615-2"),
        (
            "0-306-40615-2, 0-80",
            "0306406152,080442957X",
            "0-306-40615-2, 0-80,0306406152,080442957X",
        ),
    ] {
        let row = row(&[
            ("Identifier", &format!("'{dashed}'")),
            ("IdentifierWODash", &format!("'{undashed}'")),
        ]);
        let records = records(&format!("INSERT INTO updated VALUES {row};"));
        assert_eq!(records[0].identifiers, all);
    }
}

#[test]
fn columns_are_found_by_name() {
    let mut backwards = UPDATED.to_vec();
    backwards.reverse();
    backwards.insert(3, "Coverurl");
    let names: Vec<String> = backwards.iter().map(|name| name.to_uppercase()).collect();
    let names: Vec<&str> = names.iter().map(String::as_str).collect();
    let values: Vec<String> = backwards.iter().map(|name| format!("'{name}'")).collect();
    let insert = format!("INSERT INTO `updated` VALUES ({});", values.join(","));
    let contents = read(Kind::Libgen, create("updated", &names) + &insert).unwrap();
    let record = &contents.records[0];
    assert_eq!(
        (&*record.title, &*record.author, &*record.id),
        ("Title", "Author", "ID")
    );

    // A list of columns in the INSERT takes precedence over the table's.
    let listed = format!(
        "INSERT INTO `x`.`libgenrs_updated` (`{}`) VALUES ({});",
        backwards.join("`, `"),
        values.join(",")
    );
    for dump in [
        listed.clone(),
        create("libgenrs_updated", &UPDATED) + &listed,
        listed
            .replacen("INSERT", "REPLACE", 1)
            .replacen("VALUES", "value", 1),
        listed.replacen("INSERT INTO", "insert low_priority ignore into", 1),
    ] {
        let contents = read(Kind::Libgen, &dump).unwrap();
        assert_eq!(contents.records[0].title, "Title", "{dump}");
    }
}

#[test]
fn both_layouts_are_read() {
    let (one, two) = (row(&[("Title", "'One'")]), row(&[("Title", "\"T\\\"wo\"")]));
    for statements in [
        format!("INSERT INTO `updated` VALUES {one},{two};\n"),
        format!("INSERT INTO `updated` VALUES{one}\n,{two};\n"),
        format!("INSERT INTO `updated` VALUES\n{one},\n{two}\n;\n"),
        format!("INSERT INTO updated VALUES {one};\r\nINSERT INTO updated VALUES {two};"),
        format!("INSERT INTO updated VALUES {one} , /* - */ {two} ON DUPLICATE KEY UPDATE ID=';';"),
    ] {
        let titles: Vec<_> = records(&statements).into_iter().map(|r| r.title).collect();
        assert_eq!(titles, ["One", "T\"wo"], "{statements}");
    }
}

#[test]
fn everything_else_is_passed_over() {
    let own = row(&[("Title", "'Own'")]);
    let foreign = row(&[("Title", "'Foreign'")]);
    let dump = format!(
        "\u{FEFF}/*M!999999\\- enable the sandbox mode */ \n\
         -- MySQL dump 10.13  Distrib 8.0; it's a \"comment\n\
         # another 'one\n\
         /*!40101 SET NAMES utf8mb4 */;\n\
         /* don't; INSERT INTO `updated` VALUES {foreign}; */\n\
         DROP TABLE IF EXISTS `updated`;\n\
         {created}\
         LOCK TABLES `updated` WRITE;\n\
         /*!40000 ALTER TABLE `updated` DISABLE KEYS */;\n\
         INSERT INTO `updated` VALUES {own};\n\
         UNLOCK TABLES;\n\
         {edited}\
         INSERT INTO `updated_edited` VALUES {foreign},('INSERT INTO `updated` VALUES {own_escaped};');\n\
         DELIMITER ;;\n\
         /*!50003 CREATE*/ /*!50017 DEFINER=`root`@`%`*/ /*!50003 TRIGGER `t` BEFORE UPDATE ON \
         `updated` FOR EACH ROW BEGIN -- it's old; \n\
         INSERT INTO `updated` VALUES {foreign}; IF 'a*/;;' THEN SET @x = 1; END IF; END */;;\n\
         CREATE TRIGGER `u` BEFORE UPDATE ON `updated` FOR EACH ROW BEGIN\n\
         INSERT INTO updated SELECT * FROM updated_edited; INSERT INTO `updated` VALUES {foreign}; END;;\n\
         DELIMITER ;\n\
         CREATE TRIGGER `v` BEFORE UPDATE ON `updated` FOR EACH ROW BEGIN SET @a = 1; INSERT INTO updated \
         VALUES (NEW.ID, OLD.Title); END;\n\
         /*!50001 CREATE VIEW `w` AS SELECT 1 */;\n\
         INSERT INTO `updated` SELECT * FROM x;\n\
         -- Dump completed on 2023-11-01 12:00:00\n",
        created = create("updated", &UPDATED).replace("TABLE", "TABLE /*!32312 IF NOT EXISTS*/"),
        edited = create("updated_edited", &UPDATED).replace("TABLE", "TABLE IF NOT EXISTS"),
        own_escaped = own.replace('\'', "''"),
    );
    let contents = read(Kind::Libgen, dump).unwrap();
    let titles: Vec<_> = contents.records.iter().map(|r| r.title.as_str()).collect();
    assert_eq!(titles, ["Own"]);
    assert_eq!(contents.summary.passed_over, ["updated_edited"]);
    assert_eq!(contents.n_skipped("without a list of values"), 2);
    let snapshot = contents.summary.sources[0].snapshot.unwrap();
    assert_eq!(snapshot.to_string(), "2023-11-01");
}

#[test]
fn two_sources_and_their_digests() {
    let fiction: Vec<&str> = UPDATED
        .into_iter()
        .filter(|name| !["VolumeInfo", "IdentifierWODash"].contains(name))
        .collect();
    let values: Vec<String> = fiction
        .iter()
        .map(|name| match *name {
            "TimeAdded" => "'2021-06-05 00:00:00'".to_owned(),
            name => format!("'{name}'"),
        })
        .collect();
    let md5 = "ab".repeat(16);
    let dump = create("fiction_hashes", &["md5", "crc32", "sha1", "sha256"])
        + &format!(
            "INSERT INTO fiction_hashes VALUES ('{md5}','0','{}','{}'),('{md5}','','','{}'),('','','',''),('{md5}','','','');",
            "CD".repeat(20),
            "ef".repeat(32),
            "01".repeat(32),
        )
        + &create("fiction", &fiction)
        + &format!("INSERT INTO fiction VALUES ({});", values.join(","))
        + &create("updated", &UPDATED)
        + &format!("INSERT INTO updated VALUES {};", row(&[]));
    let contents = read(Kind::Libgen, dump).unwrap();
    let digests = |sha1, sha256| Item::Digests {
        md5: [0xAB; 16],
        sha1,
        sha256,
    };
    assert_eq!(
        contents.digests,
        [
            digests(Some([0xCD; 20]), Some([0xEF; 32])),
            digests(None, Some([1; 32]))
        ]
    );
    assert_eq!(contents.n_skipped("digests"), 2);
    let sources: Vec<_> = contents
        .summary
        .sources
        .iter()
        .map(|source| (source.name.as_str(), source.n_records))
        .collect();
    assert_eq!(sources, [("libgen-fiction", 1), ("libgen", 1)]);
    // Without the comment the last date on which a record was added counts.
    let days: Vec<_> = contents
        .summary
        .sources
        .iter()
        .map(|s| s.snapshot)
        .collect();
    assert_eq!(days, ["2021-06-05".parse().ok(), None]);
    assert_eq!(contents.records[0].source, 0);
    assert_eq!(contents.records[1].source, 1);
}

#[test]
fn statements_that_take_rows_back_are_counted() {
    let head = create("updated", &UPDATED);
    let insert = |title: &str| {
        let title = format!("'{title}'");
        format!(
            "INSERT INTO `updated` VALUES {};\n",
            row(&[("Title", &title)])
        )
    };
    let dump = format!(
        "{head}TRUNCATE TABLE updated;\nDELETE FROM updated;\n{}DELETE FROM updated WHERE ID=1;\n\
         UPDATE updated SET Title='x';\nTRUNCATE updated;\nSTART TRANSACTION;\n{}ROLLBACK;\n",
        insert("One"),
        insert("Two"),
    );
    let contents = read(Kind::Libgen, dump.into_bytes()).unwrap();
    assert_eq!(contents.records.len(), 2);
    assert_eq!(contents.n_skipped("take back rows"), 4);
}

#[test]
fn broken_letters_are_mended_and_counted() {
    let mut dump = create("updated", &UPDATED).into_bytes();
    dump.extend(b"INSERT INTO `updated` VALUES ");
    let row = row(&[
        ("ID", "1"),
        ("Title", "'M\u{1}by D\u{1}ck'"),
        ("Author", "'fine'"),
    ]);
    dump.extend(row.bytes().map(|byte| if byte == 1 { 0xFF } else { byte }));
    dump.extend(b";");
    let contents = read(Kind::Libgen, dump).unwrap();
    assert_eq!(contents.records[0].title, "M\u{FFFD}by D\u{FFFD}ck");
    assert_eq!(contents.summary.n_mended, 1);
}

#[test]
fn a_dump_that_ends_early_is_refused_wherever_it_ends() {
    let (one, two) = (row(&[("Title", "'It\\'s'")]), row(&[("Title", "'Two'")]));
    let head = create("updated", &UPDATED);
    let dump = format!(
        "{head}/* c */ INSERT INTO `updated` VALUES {one},\n{two};\n\
         INSERT INTO `other` VALUES ('a;b',`c`);\n"
    );
    let whole: Vec<usize> = dump.match_indices(";\n").map(|(at, _)| at + 1).collect();
    for n in head.len()..dump.len() - 1 {
        let is_whole = whole.contains(&n)
            || n == head.len()
            || dump[..n].ends_with("*/")
            || dump[n..].starts_with("INSERT");
        let is_space = whole.contains(&(n - 1));
        match read(Kind::Libgen, &dump[..n]) {
            Ok(_) => assert!(is_whole || is_space, "{n}: {}", &dump[n..]),
            // The cut comes before the first row.
            Err(error) if error.kind() == ErrorKind::NothingKnown => {
                assert!(is_whole || is_space, "{n}: {}", &dump[n..]);
            }
            Err(error) => {
                assert_eq!(error.kind(), ErrorKind::Truncated, "{n}: {error}");
                assert_eq!(error.offset(), Some(n as u64), "{error}");
            }
        }
    }
    // Between two statements only the comment at the end shows it.
    let begun = format!("-- MySQL dump 10.13\n{dump}");
    let (kind, offset, text) = refused(Kind::Libgen, &begun);
    assert_eq!(
        (kind, offset),
        (ErrorKind::Truncated, Some(begun.len() as u64)),
        "{text}"
    );
    assert!(read(Kind::Libgen, format!("{begun}-- Dump completed\n")).is_ok());
}

#[test]
fn a_missing_column_is_named() {
    for missing in UPDATED {
        let columns: Vec<&str> = UPDATED
            .into_iter()
            .filter(|name| *name != missing)
            .collect();
        let dump = create("updated", &columns);
        if missing == "IdentifierWODash" {
            let row = vec!["1"; columns.len()].join(",");
            let dump = format!("{dump}INSERT INTO `updated` VALUES ({row});\n");
            assert!(read(Kind::Libgen, dump).is_ok());
            continue;
        }
        let (kind, _, text) = refused(Kind::Libgen, dump);
        assert_eq!(kind, ErrorKind::MissingColumn);
        assert!(
            text.contains(&format!("`{missing}`")) && text.contains("`updated`"),
            "{text}"
        );
    }
}

#[test]
fn what_is_no_such_dump_is_refused() {
    let (kind, _, text) = refused(Kind::Libgen, create("books", &["zlibrary_id"]));
    assert_eq!(kind, ErrorKind::NothingKnown);
    assert!(text.contains("only books"), "{text}");
    for no_dump in [
        "",
        "\n",
        "It's a letter.",
        "%PDF-1.7 (hello);",
        "SET NAMES utf8;",
    ] {
        assert_eq!(
            refused(Kind::Libgen, no_dump).0,
            ErrorKind::NothingKnown,
            "{no_dump}"
        );
    }
    let orphan = format!("INSERT INTO updated VALUES {};", row(&[]));
    assert_eq!(refused(Kind::Libgen, orphan).0, ErrorKind::Damaged);
}

#[test]
fn broken_rows_are_refused_or_counted() {
    let head = create("updated", &UPDATED);
    let good = row(&[("Title", "'Good'")]);
    let contents = read(
        Kind::Libgen,
        format!("{head}INSERT INTO updated VALUES (1,'short'),{good},(1,2,3);"),
    )
    .unwrap();
    assert_eq!(contents.records.len(), 1);
    assert_eq!(contents.n_skipped("more or fewer values"), 2);
    for broken in [
        "INSERT INTO updated VALUES (1,'short');".to_owned(),
        format!("INSERT INTO updated VALUES {good},(1,now());"),
        format!("INSERT INTO updated VALUES {good} {good};"),
        format!("INSERT INTO updated VALUES {good},;"),
        format!("INSERT INTO updated (ID,,) VALUES {good};"),
    ] {
        let (kind, _, text) = refused(Kind::Libgen, format!("{head}{broken}"));
        let known = matches!(kind, ErrorKind::Damaged | ErrorKind::MissingColumn);
        assert!(known, "{broken}: {text}");
    }
}

#[test]
fn long_values_are_cut_and_long_names_refused() {
    let long = "x".repeat(3_000_000);
    let head = create("updated", &UPDATED);
    let rows = row(&[("Title", &format!("'{long}'")), ("Year", "'1999'")]);
    let contents = read(
        Kind::Libgen,
        format!("{head}INSERT INTO updated VALUES {rows};"),
    )
    .unwrap();
    assert_eq!(contents.records[0].title.len(), 65_535);
    assert_eq!(contents.records[0].year, "1999");
    assert_eq!(contents.summary.n_cut, 1);

    let name = format!("CREATE TABLE `{long}` (`ID` int);");
    assert_eq!(refused(Kind::Libgen, name).0, ErrorKind::LimitExceeded);
    let columns = "`a` int,".repeat(5000);
    let many = format!("CREATE TABLE updated ({columns} `b` int);");
    assert_eq!(refused(Kind::Libgen, many).0, ErrorKind::LimitExceeded);
    // Conditions inside conditions must not exhaust the stack.
    let nested = "/*!".repeat(1_000_000) + &"/*M!".repeat(1_000_000);
    assert_eq!(refused(Kind::Libgen, nested).0, ErrorKind::NothingKnown);
    let brackets = format!("CREATE TABLE updated ({}", "(".repeat(1_000_000));
    assert_eq!(refused(Kind::Libgen, brackets).0, ErrorKind::Truncated);
}

#[test]
fn what_servers_execute_in_comments_is_read() {
    let [one, two, three] = ["'One'", "'Two'", "'Three'"].map(|title| row(&[("Title", title)]));
    let dump = format!(
        "/*!50003 {}*/\n/*!50503 INSERT INTO `updated` VALUES {one} */;\n\
         /*M!100100 INSERT INTO `updated` VALUES {two}; */\n/*! INSERT INTO updated VALUES {three};*/\n\
         /* INSERT INTO updated VALUES {one}; */\n/*!99999 INSERT INTO updated VALUES {one}; */\n",
        create("updated", &UPDATED),
    );
    let records = read(Kind::Libgen, dump).unwrap().records;
    let titles: Vec<_> = records.iter().map(|record| record.title.as_str()).collect();
    assert_eq!(titles, ["One", "Two", "Three"]);
}

#[test]
fn a_stray_word_swallows_no_statement() {
    let [one, two] = ["'One'", "'Two'"].map(|title| row(&[("Title", title)]));
    for (stray, n) in [
        ("delete\n", 1),
        ("delete ", 1),
        (
            "mysqldump: [Warning] Using a password can be insecure.\n",
            1,
        ),
        ("<br>\n", 1),
        ("COMMIT;\nxx\n", 1),
        ("SHOW CREATE TABLE x;\n", 0),
        ("GRANT INSERT, SELECT ON x TO y;\n", 0),
        ("", 0),
    ] {
        let dump = format!(
            "{}INSERT INTO `updated` VALUES {one};\n{stray}INSERT IGNORE INTO `updated` VALUES {two};\n",
            create("updated", &UPDATED),
        );
        let contents = read(Kind::Libgen, dump).unwrap();
        assert_eq!(contents.records.len(), 2, "{stray}");
        assert_eq!(contents.n_skipped("between statements"), n, "{stray}");
    }
}

#[test]
fn values_are_in_the_character_set_that_is_named() {
    use encoding_rs::{
        BIG5, EUC_KR, GBK, ISO_8859_2, KOI8_R, SHIFT_JIS, WINDOWS_1251, WINDOWS_1252,
    };
    for (name, encoding, title) in [
        ("latin1", WINDOWS_1252, "Été à Gênes – “oui”"),
        ("latin2", ISO_8859_2, "Příliš žluťoučký kůň"),
        ("cp1251", WINDOWS_1251, "Преступление и наказание"),
        ("koi8r", KOI8_R, "Война и мир"),
        // The second byte of some of these is a backslash.
        ("gbk", GBK, "\u{8A93}\u{8A00} 罪与罚 \u{7E5B}"),
        ("big5", BIG5, "功許蓋 罪與罰"),
        ("sjis", SHIFT_JIS, "ソ連の表 予感"),
        ("cp932", SHIFT_JIS, "罪と罰 能"),
        ("euckr", EUC_KR, "죄와 벌"),
    ] {
        let row = row(&[("Title", "'@'"), ("Author", "'plain'")]);
        for set in [
            format!("/*!40101 SET NAMES {name} */;\n"),
            format!("SET NAMES '{name}' COLLATE '{name}_bin';\n"),
        ] {
            let dump = format!(
                "-- MySQL dump 10.13\n{set}{}INSERT INTO `updated` VALUES {row};\n-- Dump completed\n",
                create("updated", &UPDATED),
            );
            let dump = dump.replace('@', title);
            let (bytes, _, has_errors) = encoding.encode(&dump);
            assert!(!has_errors, "{name}");
            let contents = read(Kind::Libgen, &bytes).unwrap();
            assert_eq!(contents.records[0].title, title, "{name}");
            assert_eq!(contents.summary.n_mended, 0);
            // Many dumps name one set and are written in another.
            let contents = read(Kind::Libgen, &dump).unwrap();
            assert_eq!(contents.records[0].title, title, "{name} but UTF-8");
        }
    }
    let dump = format!(
        "{}INSERT INTO `updated` VALUES {};\n",
        create("updated", &UPDATED),
        row(&[("Title", "'Преступление'")])
    );
    let wide: Vec<u8> = format!("\u{FEFF}{dump}")
        .encode_utf16()
        .flat_map(u16::to_le_bytes)
        .collect();
    assert_eq!(
        read(Kind::Libgen, wide).unwrap().records[0].title,
        "Преступление"
    );
}

#[test]
fn a_dump_without_records_is_refused() {
    let (kind, _, text) = refused(Kind::Libgen, create("updated", &UPDATED));
    assert_eq!(kind, ErrorKind::NothingKnown);
    assert!(text.contains("no records"), "{text}");
    for table in ["title,author\n", "title,author\n,\n"] {
        assert_eq!(refused(Kind::Csv, table).0, ErrorKind::NothingKnown);
    }
    let (_, _, text) = refused(Kind::Csv, "title,author\na,b,c\n");
    assert!(text.contains("1 rows with more values"), "{text}");
}
