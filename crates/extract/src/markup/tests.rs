use super::entity::MAX_EXPANDED;
use super::*;

#[test]
fn blocks_end_lines_and_inline_elements_do_not() {
    let page = xhtml(
        "<html lang='en'><head><title>T</title><style>p{}</style></head><body><h1>One\n two</h1>\
         <p>a<b>b</b> c<br/>d</p><div>e<p>f</p>g</div>\
         <table><tr><td>h</td><td>i</td></tr><tr><td>j</td></tr></table></body></html>",
    );
    assert_eq!(page.text, "One two\nab c\nd\ne\nf\ng\nh i\nj\n");
    assert_eq!(page.title.as_deref(), Some("T"));
    assert_eq!(page.heading.as_deref(), Some("One two"));
    assert_eq!(page.language.as_deref(), Some("en"));
}

#[test]
fn a_self_closed_title_swallows_nothing() {
    let page = "<html><head><title/></head><body><p>The text</p></body></html>";
    assert_eq!(xhtml(page).text, "The text\n");
    assert_eq!(html(page).text, "The text\n");
}

#[test]
fn broken_markup_is_read_all_the_same() {
    let page = xhtml("<html><body><p>one<p>two &nbsp;&eacute; & three<script>no</script></b>");
    assert_eq!(page.text, "one\ntwo \u{a0}é & three\n");
}

#[test]
fn readings_above_the_line_are_left_out() {
    let text = "<p><ruby>漢<rp>(</rp><rt>かん</rt><rp>)</rp>字<rt>じ</rt></ruby>だ</p>";
    assert_eq!(xhtml(text).text, "漢字だ\n");
    assert_eq!(
        html("<p><ruby>漢<rt>かん<rb>字<rt>じ</ruby>だ</p>").text,
        "漢字だ\n"
    );
}

#[test]
fn marks_of_notes_are_left_out() {
    let text = "<p>a den<a href='#n' epub:type='noteref'>1</a> and<a role='doc-noteref'>2</a> <a>I</a></p>";
    assert_eq!(xhtml(text).text, "a den and I\n");
    assert_eq!(html(text).text, "a den and I\n");
    let words = "<p>see <a epub:type='noteref'><b>this remark</b></a>.</p>";
    assert_eq!(xhtml(words).text, "see this remark.\n");
}

#[test]
fn numbers_of_printed_pages_are_left_out() {
    let text = "<p>be<span epub:type='pagebreak' title='12'>12</span>gan <span role='doc-pagebreak'/>it</p>";
    assert_eq!(xhtml(text).text, "began it\n");
}

#[test]
fn entities_are_the_known_ones_only() {
    let page = xhtml("<!DOCTYPE p [<!ENTITY own \"bomb\">]><p>&amp;&#x41;&hellip;&own;&auml;</p>");
    assert_eq!(page.text, "&A…bombä\n");
    let nested = "<!DOCTYPE p [<!ENTITY a \"lol\"><!ENTITY b \"&a;&a;\">]><p>x&b;&c;</p>";
    assert_eq!(xhtml(nested).text, "x&c;\n");
    let many = format!(
        "<!DOCTYPE p [<!ENTITY a \"{}\">]><p>{}</p>",
        "x".repeat(80),
        "&a;".repeat(9000)
    );
    assert!(xhtml(&many).text.len() <= MAX_EXPANDED + 1);
    assert_eq!(xhtml("<p>don&#146;t&#0;&#x1f;</p>").text, "don’t\u{1f}\n");
    let loose = "<p>Caf&eacute; &mdash; R&D &copy 1 &unknown; &#x2019;tis</p>";
    assert_eq!(xhtml(loose).text, "Café — R&D © 1 &unknown; ’tis\n");
}

#[test]
fn what_is_hidden_is_left_out_and_ends_where_it_should() {
    let both = |body: &str| {
        let page = format!("<html><body><p>a</p>{body}<p>z</p></body></html>");
        let text = xhtml(&page).text;
        assert_eq!(html(&page).text, text, "{body}");
        text
    };
    for hidden in [
        "<p hidden='hidden'>b</p>",
        "<p style='color: red; DISPLAY: none !important'>b</p>",
        "<section hidden=''><p>b</p><section>c</section></section>",
        "<div style='visibility:hidden'>b<br/></div>",
        "<img hidden='hidden' alt='b'/>",
    ] {
        assert_eq!(both(hidden), "a\nz\n", "{hidden}");
    }
    for shown in [
        "<p style='display:block'>b</p>",
        "<p style='display:none;display:inline'>b</p>",
        "<p data-hidden='1'>b</p>",
    ] {
        assert_eq!(both(shown), "a\nb\nz\n", "{shown}");
    }
    // A script shows it.
    let scripted =
        "<html><head><script>x</script></head><body><p hidden='hidden'>b</p></body></html>";
    assert_eq!(xhtml(scripted).text, "b\n");
    // End tags that are left out.
    assert_eq!(html("<p>a<p hidden>b <i>c</i><p>d").text, "a\nd\n");
    assert_eq!(html("<ul><li hidden>a<li>b</ul>c").text, "b\nc\n");
    assert_eq!(
        html("<table><tr hidden><td>a<tr><td>b</table>c").text,
        "b\nc\n"
    );
    assert_eq!(html("<div><span hidden>a</div><p>b").text, "b\n");
    assert_eq!(html("<select><option>a<option>b<p>c").text, "c\n");
    assert_eq!(html("<p>a <select><option>b</select> c").text, "a c\n");
    assert_eq!(html("<body style='display:none'><p>a").text, "a\n");
    assert!(html("<p>a<div hidden>b").is_broken);
    assert!(!html("<p>a<div hidden>b</div>").is_broken);
}

#[test]
fn one_of_several_contents_is_shown() {
    let page = |case: &str, default: &str| {
        format!(
            "<html xmlns:epub='e'><body><p>a</p><epub:switch><epub:case required-namespace='x'>{case}</epub:case>\
             <epub:case required-namespace='y'><p>other</p></epub:case><epub:default>{default}</epub:default>\
             </epub:switch><p>z</p></body></html>"
        )
    };
    for (case, default, expected) in [
        ("<p>b</p>", "<p>b</p>", "a\nb\nz\n"),
        ("<p>b</p>", "<p>c</p>", "a\nc\nz\n"),
        ("<p>b</p>", "<img alt='c'/>", "a\nb\nz\n"),
        ("<h1>b", "<p>c</p>", "a\nc\nz\n"),
    ] {
        let page = page(case, default);
        assert_eq!(xhtml(&page).text, expected, "{page}");
        assert_eq!(html(&page).text, expected, "{page}");
    }
}

#[test]
fn depth_costs_nothing() {
    let deep = format!("{}x{}", "<div>".repeat(300_000), "</div>".repeat(300_000));
    assert_eq!(xhtml(&deep).text, "x\n");
    assert_eq!(html(&deep).text, "x\n");
}
