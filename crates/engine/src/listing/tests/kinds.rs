//! Pairs of a book and a record by the kind of difference between them, in both
//! directions: what must be found, what must not, and what a person must see.

/// A pair per line: title, author; the record's title, author; what must be said:
/// `found`, `review`, `none`, `shown` for found or review, `doubted` for review or
/// none. Lines that begin with `#` say what follows.
pub(super) const KINDS: &str = "\
# Another initial is another person.
The Glass Tower | John E. Smith | The Glass Tower | John D. Smith | none
The Glass Tower | Smith, John Y. | The Glass Tower | Smith, John E. | none
The Glass Tower | E. B. Carter | The Glass Tower | Y. B. Carter | none
The Glass Tower | B. Y. Carter | The Glass Tower | B. E. Carter | none
The Glass Tower | Maria E. Lopez | The Glass Tower | Maria Y. Lopez | none
The Glass Tower | Maria Lopez y Vega | The Glass Tower | Maria Lopez Vega | found
The Glass Tower | John E. Smith | The Glass Tower | John Smith | found
The Glass Tower | E. Lynn Harris | The Glass Tower | Harris, E. Lynn | found
# A first name like a particle is not dropped.
The Glass Tower | Al Roker | The Glass Tower | Roker, Deborah | none
The Glass Tower | Al Roker | The Glass Tower | Roker, Al | found
The Glass Tower | Da Chen | The Glass Tower | Chen, Ying | none
The Glass Tower | E. Nesbit | The Glass Tower | Nesbit, Robert | none
The Glass Tower | Van Morrison | The Glass Tower | Morrison, Toni | none
The Glass Tower | Van Morrison | The Glass Tower | Morrison, Van | found
The Glass Tower | Von Braun | The Glass Tower | Braun, Wernher von | shown
The Glass Tower | De Beauvoir | The Glass Tower | Beauvoir, Simone de | shown
The Glass Tower | Mac Miller | The Glass Tower | Macmiller, Sue | none
The Glass Tower | Ten Hoor | The Glass Tower | Hoor, Marten ten | shown
# Signs that are part of a name.
Programming in C | Ann Lee | Programming in C++ | Ann Lee | doubted
Programming in C++ | Ann Lee | Programming in C | Ann Lee | doubted
Programming in C# | Ann Lee | Programming in C++ | Ann Lee | doubted
Effective C | Ann Lee | Effective C# | Ann Lee | doubted
Learning F# | Ann Lee | Learning F | Ann Lee | doubted
Network+ Guide | Ann Lee | Network Guide | Ann Lee | doubted
Programming in C++ | Ann Lee | Programming in C++ (2nd Edition) | Ann Lee | found
Programming in C# | Ann Lee | Programming in C Sharp | Ann Lee | found
C++ Primer | Ann Lee | C++ Primer, 5th Edition | Ann Lee | found
Pro C# 7 | Ann Lee | Pro C# 5 | Ann Lee | doubted
# Notes in brackets.
English for Me (Level 1) | Ann Lee | English for Me (Level 2) | Ann Lee | doubted
English for Me (Grade 4) | Ann Lee | English for Me (Grade 5) | Ann Lee | doubted
English for Me | Ann Lee | English for Me (Level 2) | Ann Lee | doubted
English for Me (Upper Intermediate) | Ann Lee | English for Me (Intermediate) | Ann Lee | doubted
English for Me (Student's Book) | Ann Lee | English for Me (Teacher's Book) | Ann Lee | doubted
English for Me (Student's Book) | Ann Lee | English for Me | Ann Lee | doubted
English for Me | Ann Lee | English for Me (Workbook) | Ann Lee | doubted
English for Me (Part A) | Ann Lee | English for Me (Part B) | Ann Lee | doubted
Numbers (Ages 7-8) | Ann Lee | Numbers (Ages 8-9) | Ann Lee | doubted
Numbers (Set 1) | Ann Lee | Numbers (Set 2) | Ann Lee | doubted
The Glass Tower (1/3) | Ann Lee | The Glass Tower (2/3) | Ann Lee | doubted
雪国物語（上） | 李安 | 雪国物語（下） | 李安 | doubted
雪国物語（上卷） | 李安 | 雪国物語（下卷） | 李安 | doubted
雪国物語（一） | 李安 | 雪国物語（二） | 李安 | doubted
雪国物語 | 李安 | 雪国物語（下） | 李安 | doubted
雪国物語（上） | 李安 | 雪国物語（上） | 李安 | found
The Snow Queen (A Golden Book) | Ann Lee | The Snow Queen (Step into Reading) | Ann Lee | doubted
The Glass Tower (Sample) | Ann Lee | The Glass Tower | Ann Lee | doubted
The Glass Tower (Penguin Classics) | Ann Lee | The Glass Tower (Vintage International) | Ann Lee | found
The Glass Tower (Sky Saga, #2) | Ann Lee | The Glass Tower (Penguin Classics) | Ann Lee | found
The Glass Tower (2nd ed.) | Ann Lee | The Glass Tower (Revised Edition) | Ann Lee | found
The Glass Tower (1999) | Ann Lee | The Glass Tower (UK) | Ann Lee | found
The Glass Tower (Sky Saga) | Ann Lee | The Glass Tower | Ann Lee | found
The Glass Tower (Sky Saga #2) | Ann Lee | The Glass Tower (Sky Saga, Book 2) | Ann Lee | found
# A letter that is a word for \"and\" elsewhere.
The Y Factor | Ann Lee | The Factor | Ann Lee | doubted
E-Commerce Law | Ann Lee | Commerce Law | Ann Lee | doubted
The E Myth | Ann Lee | The Myth | Ann Lee | doubted
I, Claudia | Ann Lee | Claudia | Ann Lee | doubted
Guerra y paz | Ann Lee | Guerra y paz | Ann Lee | found
Vitamin Guide: Vitamin E | Ann Lee | Vitamin Guide: Vitamin D | Ann Lee | doubted
# Subtitles that share most words, and those that are names of parts.
Bird Guide: The Birds of the Eastern States of America | Ann Lee | Bird Guide: The Birds of the Western States of America | Ann Lee | doubted
Sea Land: Letters | Ann Lee | Sea Land: A Novel | Ann Lee | doubted
Sea Land: Poems | Ann Lee | Sea Land: Stories | Ann Lee | doubted
Sea Land | Ann Lee | Sea Land: The Awakening | Ann Lee | review
Sea Land | Ann Lee | Sea Land: Beyond the Dark Gate | Ann Lee | review
Sea Land: Year One | Ann Lee | Sea Land | Ann Lee | doubted
Sea Land: Out of the Dark | Ann Lee | Sea Land: Into the Light | Ann Lee | doubted
Sea Land: A History of Salt in the Middle Ages | Ann Lee | Sea Land: A History of Salt | Ann Lee | found
Sea Land: How I Learned to Swim | Ann Lee | Sea Land | Ann Lee | found
Sea Land: Travels, Wrecks, and the Making of a Modern Port | Ann Lee | Sea Land | Ann Lee | found
Sea Land | Ann Lee | Sea Land: The Making of a Film | Ann Lee | review
Sea Land | Ann Lee | Sea Land: The Complete Guide | Ann Lee | found
Sea Land | Ann Lee | Sea Land: A Play in Three Acts | Ann Lee | review
Sea Land: Growth of the Child in Play Groups Today | Ann Lee | Sea Land | Ann Lee | found
# Places in a series.
Snow Sisters (Kingdom, #2) | Ann Lee | Snow Sisters (Kingdom, #3) | Ann Lee | review
Snow Sisters (Kingdom, #2) | Ann Lee | Snow Sisters (Seven Seas, #9) | Ann Lee | review
Snow Sisters #2 | Ann Lee | Snow Sisters #3 | Ann Lee | none
Snow Sisters, Volume 2 | Ann Lee | Snow Sisters, Volume 3 | Ann Lee | none
Snow Sisters (Volume 2) | Ann Lee | Snow Sisters (Volume 3) | Ann Lee | none
Snow Sisters (Kingdom Trilogy, #2) | Ann Lee | Snow Sisters | Ann Lee | found
Snow Sisters | Ann Lee | Snow Sisters (The Kingdom Trilogy Book 2) | Ann Lee | found
Snow Sisters | Ann Lee | Snow Sisters: A Novel (The Kingdom Quartet, Book 2) | Ann Lee | found
Snow Sisters: The Kingdom (Volume 2) | Ann Lee | Snow Sisters (The Kingdom, #2) | Ann Lee | found
Snow Sisters, Vol. 2 | Ann Lee | Snow Sisters (Kingdom #5) | Ann Lee | review
Snow Sisters (Kingdom, #8; Witches, #1) | Ann Lee | Snow Sisters (Kingdom, #8) | Ann Lee | found
Snow Sisters (Kingdom #1-3) | Ann Lee | Snow Sisters (Kingdom #1) | Ann Lee | review
Snow Sisters (V.I. Brandt, #2) | Ann Lee | Snow Sisters | Ann Lee | found
# The name of a series before the title.
Dark Stars: Silent Harbour | Ann Lee | Silent Harbour | Ann Lee | review
Silent Harbour | Ann Lee | Dark Stars: Silent Harbour | Ann Lee | review
Silent Harbour (Dark Stars, #2) | Ann Lee | Dark Stars 2: Silent Harbour | Ann Lee | found
Silent Harbour (Dark Stars, #2) | Ann Lee | Dark Stars, Book 2: Silent Harbour | Ann Lee | found
Silent Harbour (Dark Stars, #2) | Ann Lee | Dark Stars 02 - Silent Harbour | Ann Lee | found
Silent Harbour (Dark Stars, #2) | Ann Lee | Silent Harbour - Dark Stars 2 | Ann Lee | found
Silent Harbour (Dark Stars, #2) | Ann Lee | Silent Harbour: Dark Stars, Book 2 | Ann Lee | found
Silent Harbour (Dark Stars, #2) | Ann Lee | Dark Stars, Book 3: Silent Harbour | Ann Lee | doubted
Silent Harbour (Dark Stars, #2) | Ann Lee | Dark Stars 3: Silent Harbour | Ann Lee | doubted
Dark Stars: Silent Harbour | Ann Lee | Silent Harbour (Dark Stars, #2) | Ann Lee | found
Dark Stars: Harbour | Ann Lee | Harbour (Dark Stars, #2) | Ann Lee | found
Dark Stars: Harbour | Ann Lee | Harbour | Ann Lee | review
Dark Stars, Vol. 1: Silent Harbour | Ann Lee | Silent Harbour | Ann Lee | shown
Salt: A World History | Ann Lee | A World History | Ann Lee | doubted
Summary: Silent Harbour | Ann Lee | Silent Harbour | Ann Lee | doubted
Dark Stars: Silent Harbour | Ann Lee | Dark Stars | Ann Lee | doubted
Dark Stars: Silent Harbour | Ann Lee | Dark Stars: Loud Harbour | Ann Lee | doubted
Silent Harbour | Ann Lee | Silent Harbour Trilogy: Silent Harbour | Ann Lee | doubted
# Numbers in words and in figures.
Nineteen Seventy-Nine | Ann Lee | 1979 | Ann Lee | found
1979 | Ann Lee | Nineteen Seventy Nine | Ann Lee | found
The Thirteen Clocks | Ann Lee | The 13 Clocks | Ann Lee | found
Around the World in 80 Days | Ann Lee | Around the World in Eighty Days | Ann Lee | found
Le tour du monde en 80 jours | Ann Lee | Le tour du monde en quatre-vingts jours | Ann Lee | found
The 21st Century Sea | Ann Lee | The Twenty-First Century Sea | Ann Lee | found
The First Harbour | Ann Lee | The 1st Harbour | Ann Lee | found
Thirty Nine Clocks | Ann Lee | Thirty Eight Clocks | Ann Lee | none
Silent Harbour Two | Ann Lee | Silent Harbour 2 | Ann Lee | found
Silent Harbour Two | Ann Lee | Silent Harbour 3 | Ann Lee | none
# Degrees.
The Glass Tower | Ann Lee Brandt | The Glass Tower | Ann Lee Brandt MSW | found
The Glass Tower | Ann Brandt | The Glass Tower | Ann Brandt PsyD, RN | found
The Glass Tower | Ann Brandt | The Glass Tower | Brandt Ph.D., Ann | found
The Glass Tower | Ann Brandt | The Glass Tower | Ann Brandt, M.D., F.A.C.P. | found
The Glass Tower | Ann Brandt | The Glass Tower | Tom Brandt MD | none
# Nobody.
The Glass Tower | Ann Lee | The Glass Tower | Unbekannter Autor | review
The Glass Tower | Ann Lee | The Glass Tower | Autores varios | review
The Glass Tower | Ann Lee | The Glass Tower | Wiley | review
The Glass Tower | Ann Lee | The Glass Tower | www.books.example.net | review
The Glass Tower | Ann Lee | The Glass Tower | Microsoft Office User | review
The Glass Tower | Ann Lee | Another Tower | Unknown | none
The Glass Tower | n/a | The Glass Tower | N/A | review
The Glass Tower | Various | The Glass Tower | Various | review
The Glass Tower | Unknown | The Glass Tower | Unknown Author | review
The Glass Tower | Anonymous | The Glass Tower | Anonymous | review
The Glass Tower | Ann Lee | The Glass Tower | Unknown; Ann Lee | found
# A surname in one word or in several.
The Glass Tower | Anna Le Blanc | The Glass Tower | Anna LeBlanc | found
The Glass Tower | Anna VanDyke | The Glass Tower | Van Dyke, Anna | found
The Glass Tower | Anna Mac Kenzie | The Glass Tower | MacKenzie, Anna | found
The Glass Tower | Anna O'Hara | The Glass Tower | Anna O Hara | found
The Glass Tower | Anna Della Rovere | The Glass Tower | Dellarovere, Anna | found
The Glass Tower | Anna Le Blanc | The Glass Tower | Tom LeBlanc | none
# One word or two.
The Blackhouse Road | Ann Lee | The Black House Road | Ann Lee | found
Sealand | Ann Lee | Sea Land | Ann Lee | found
The E-mail Girl | Ann Lee | The Email Girl | Ann Lee | found
Post-War Sea | Ann Lee | Postwar Sea | Ann Lee | found
# Short forms of given names.
The Glass Tower | Jim Brandt | The Glass Tower | James Brandt | found
The Glass Tower | Liz Brandt | The Glass Tower | Brandt, Elizabeth | found
The Glass Tower | Bill Brandt | The Glass Tower | William Brandt | found
The Glass Tower | Jim Brandt | The Glass Tower | John Brandt | none
The Glass Tower | Edward Brandt | The Glass Tower | Edmund Brandt | none
# The author's name in the title.
The Glass Tower | Ann Brandt | Ann Brandt - The Glass Tower |  | review
The Glass Tower | Ann Brandt | The Glass Tower by Ann Brandt | Unknown | review
The Glass Tower | Ann Brandt | The Glass Tower, Ann Brandt |  | review
The Glass Tower | Ann Brandt | Brandt, Ann: The Glass Tower |  | review
The Glass Tower | Ann Brandt | The Glass Tower (Ann Brandt) |  | review
The Glass Tower | Ann Brandt | Tom Brandt - The Glass Tower | Tom Brandt | none
The Glass Tower | Ann Brandt | Ann Brandt | The Glass Tower | review
The Glass Tower by Brandt, Ann [1999] | Ann Brandt | The Glass Tower | Ann Brandt | found
# Two names of one person.
The Glass Tower | Ann Brandt | The Glass Tower | Tom Lee (Ann Brandt) | review
The Glass Tower | Ann Brandt | The Glass Tower | Ann Brandt writing as Tom Lee | found
The Glass Tower | Tom Lee | The Glass Tower | Ann Brandt aka Tom Lee | found
The Glass Tower | Ann Brandt | The Glass Tower | Tom Lee (translated by Ann Brandt) | none
# Entities and double encoding, as asked.
Salt &amp; Sea | Ann Lee | Salt and Sea | Ann Lee | found
Die TÃ¼r | GÃ¼nter Brandt | Die Tür | Günter Brandt | found
# Subtitles behind a full stop, a question mark or a dash.
The Glass Tower. A Novel | Ann Lee | The Glass Tower | Ann Lee | found
The Glass Tower | Ann Lee | The Glass Tower. How We Built It and Why It Fell | Ann Lee | found
Why Towers? | Ann Lee | Why Towers? Nine Lessons for Architects | Ann Lee | found
Run, Tower! 12 Rules for Builders | Ann Lee | Run, Tower! | Ann Lee | found
The Glass Tower - A Memoir | Ann Lee | The Glass Tower: A Memoir | Ann Lee | found
A Glass Tower: And Sketches of a City | Ann Lee | A Glass Tower and Sketches of a City | Ann Lee | found
The Glass Tower: The Glass Tower | Ann Lee | The Glass Tower | Ann Lee | found
The Glass Tower: The Art of Building | Ann Lee | The Glass Tower (The Art of Building) | Ann Lee | found
# Spellings.
The Neighbour's Colour | Ann Lee | The Neighbor's Color | Ann Lee | found
Doctor Brandt's House | Ann Lee | Dr. Brandt's House | Ann Lee | found
The Grey Sea Tower | Ann Lee | The Gray Sea Tower | Ann Lee | found
The Jungle Books | Ann Lee | The Jungle Book | Ann Lee | shown
# Signs between digits.
Mastering Java 1.1 | Ann Lee | Mastering Java 11 | Ann Lee | doubted
Mastering Java 11 | Ann Lee | Mastering Java 1.1 | Ann Lee | doubted
Web 2.0 | Ann Lee | Web 20 | Ann Lee | doubted
Python 3.1 | Ann Lee | Python 31 | Ann Lee | doubted
Windows 9.5 Secrets | Ann Lee | Windows 95 Secrets | Ann Lee | doubted
1:1 | Ann Lee | 11 | Ann Lee | doubted
1/2 | Ann Lee | 12 | Ann Lee | doubted
Das Leben in 1,5 Tagen | Ann Lee | Das Leben in 15 Tagen | Ann Lee | doubted
7½ Lessons | Ann Lee | 71/2 Lessons | Ann Lee | doubted
7½ Lessons | Ann Lee | 712 Lessons | Ann Lee | doubted
Kapitel 1-2 | Ann Lee | Kapitel 12 | Ann Lee | doubted
The Glass Tower: A Guide to Java 1.1 | Ann Lee | The Glass Tower: A Guide to Java 11 | Ann Lee | doubted
7½ Lessons | Ann Lee | 7 1/2 Lessons | Ann Lee | found
1,000 Places to See | Ann Lee | 1000 Places to See | Ann Lee | found
1.000 Orte | Ann Lee | 1000 Orte | Ann Lee | found
1 000 000 Steps | Ann Lee | 1,000,000 Steps | Ann Lee | found
Catch-22 | Ann Lee | Catch 22 | Ann Lee | found
Catch22 | Ann Lee | Catch-22 | Ann Lee | found
Web 2.0 | Ann Lee | Web 2,0 | Ann Lee | found
# Several books in one.
Wool | Ann Lee | Wool (Books 1 to 5) | Ann Lee | review
Wool (Book 1) | Ann Lee | Wool (Books 1 to 5) | Ann Lee | review
Wool (Book 1) | Ann Lee | Wool (Books One to Five) | Ann Lee | review
Wool (Book 1) | Ann Lee | Wool (Books One through Five) | Ann Lee | review
Wool (Book 1) | Ann Lee | Wool (Books 1 and 2) | Ann Lee | review
Wool (Book 1) | Ann Lee | Wool (Books I through V) | Ann Lee | review
Wool (Band 1) | Ann Lee | Wool (Bände 1 bis 3) | Ann Lee | review
Wool (Tome 1) | Ann Lee | Wool (Tomes 1 et 2) | Ann Lee | review
Wool (Books 1 to 5) | Ann Lee | Wool (Book 1) | Ann Lee | review
Wool | Ann Lee | Wool (Books 1-5) | Ann Lee | review
Wool (Books 1-5) | Ann Lee | Wool | Ann Lee | review
Wool | Ann Lee | Wool (3 books) | Ann Lee | review
Wool (3 Book Series) | Ann Lee | Wool | Ann Lee | review
Wool | Ann Lee | Wool (Set) | Ann Lee | review
Wool | Ann Lee | Wool (3-in-1) | Ann Lee | review
Wool | Ann Lee | Wool (Trilogie) | Ann Lee | review
Wool | Ann Lee | Wool (Gesamtausgabe) | Ann Lee | review
Wool | Ann Lee | Wool (Sammelband) | Ann Lee | review
Wool | Ann Lee | Wool (L'intégrale) | Ann Lee | review
Wool | Ann Lee | Wool: 3-in-1 | Ann Lee | review
Wool | Ann Lee | Wool: Three Novels | Ann Lee | review
Wool: 3 Novels | Ann Lee | Wool | Ann Lee | review
Wool | Ann Lee | Wool: Two Novellas | Ann Lee | review
Wool | Ann Lee | Wool: Deluxe Collection | Ann Lee | review
Wool (Books 1 to 5) | Ann Lee | Wool (Books 1-5) | Ann Lee | found
Wool: Three Novels | Ann Lee | Wool: Three Novels | Ann Lee | found
Wool: Five Novels of Music and Night | Ann Lee | Wool: Five Novels of Music and Night | Ann Lee | found
Wool: Nine Tales | Ann Lee | Wool | Ann Lee | found
Wool (#1-5) | Ann Lee | Wool | Ann Lee | review
Red Wool (Red, #2.5) | Ann Lee | Red Wool | Ann Lee | found
Wool (Wool #1-5) | Ann Lee | Wool | Ann Lee | review
Wool and Silk (Silo Saga, #1-2) | Ann Lee | Wool and Silk | Ann Lee | found
The Wool Trilogy (Wool, #1-3) | Ann Lee | The Wool Trilogy | Ann Lee | found
Wool World, No. 3 (Wool World, #7-9) | Ann Lee | Wool World, No. 3 | Ann Lee | found
Wool: A Hill and Dale Collection | Ann Lee | Wool | Ann Lee | found
Wool (Caldecott Collection) | Ann Lee | Wool | Ann Lee | found
Wool (The Complete Collection) | Ann Lee | Wool | Ann Lee | review
Wool (Silo #1) | Ann Lee | Wool (Silo Trilogie, Book 1) | Ann Lee | found
Wool (Silo Collection, #1) | Ann Lee | Wool | Ann Lee | found
Wool (Penguin Classics Collection) | Ann Lee | Wool | Ann Lee | found
Wool (Book 1) | Ann Lee | Wool | Ann Lee | found
The Three Novels Club | Ann Lee | The Three Novels Club | Ann Lee | found
Edizione integrale di Wool | Ann Lee | Edizione integrale di Wool | Ann Lee | found
Wool (Edizione integrale) | Ann Lee | Wool | Ann Lee | found
# A piece of the book, or another one with its title.
Wool | Ann Lee | Wool (Lösungsheft) | Ann Lee | review
Wool | Ann Lee | Wool (for Kids) | Ann Lee | review
Wool | Ann Lee | Wool (Retold) | Ann Lee | review
Wool | Ann Lee | Wool (Chapter 1) | Ann Lee | review
Wool | Ann Lee | Wool (Bonus Scene) | Ann Lee | review
Wool | Ann Lee | Wool (Vocal Score) | Ann Lee | review
Wool | Ann Lee | Wool (Wool #0.5) | Ann Lee | review
Wool | Ann Lee | Wool (Series 0.5) | Ann Lee | review
Wool (#0.5) | Ann Lee | Wool | Ann Lee | review
Wool (Silo #0.5) | Ann Lee | Wool | Ann Lee | found
Wool | Ann Lee | Wool: Journal | Ann Lee | review
Wool | Ann Lee | Wool: Diary | Ann Lee | review
Wool | Ann Lee | Wool: Prologue | Ann Lee | review
Wool | Ann Lee | Wool: Critical Essays | Ann Lee | review
Wool | Ann Lee | Wool: Puzzle Book | Ann Lee | review
Wool | Ann Lee | Wool: Abridged | Ann Lee | review
Wool | Ann Lee | Wool: Level 3 | Ann Lee | review
Wool | Ann Lee | Wool: Chapters 1-3 | Ann Lee | review
Wool | Ann Lee | Wool: A Christmas Story | Ann Lee | review
Wool: A Novella | Ann Lee | Wool: A Novel | Ann Lee | review
Wool: A Novel | Ann Lee | Wool: A Novella | Ann Lee | review
Wool: A Novella | Ann Lee | Wool | Ann Lee | found
Wool | Ann Lee | Wool: A Novel | Ann Lee | found
Wool: Unabridged | Ann Lee | Wool | Ann Lee | found
Wool (v1.5) | Ann Lee | Wool | Ann Lee | found
Wool | Ann Lee | Wool: A Journal of the Plague Year | Ann Lee | found
Wool | Ann Lee | Wool: Diary of a Country Doctor | Ann Lee | found
Wool | Ann Lee | Wool: How to Knit for Beginners and Others | Ann Lee | found
Christmas Wool | Ann Lee | Christmas Wool: A Christmas Story | Ann Lee | found
# Words that are articles in another language only.
Un-American | Ann Lee | American | Ann Lee | doubted
American | Ann Lee | Un-American | Ann Lee | doubted
A. Lincoln | Ann Lee | Lincoln | Ann Lee | doubted
Die Hard | Ann Lee | Hard | Ann Lee | doubted
Trying | Ann Lee | Die Trying | Ann Lee | doubted
Las Vegas | Ann Lee | Vegas | Ann Lee | doubted
Die with the Wind | Ann Lee | With the Wind | Ann Lee | doubted
A ciascuno il suo | Ann Lee | Ciascuno il suo | Ann Lee | doubted
I, Robot | Ann Lee | The Robot | Ann Lee | doubted
La femme | Ann Lee | Une femme | Ann Lee | doubted
A Woman | Ann Lee | The Woman | Ann Lee | doubted
L'estate | Ann Lee | Un'estate | Ann Lee | doubted
Die Verwandlung | Ann Lee | Verwandlung | Ann Lee | found
Verwandlung | Ann Lee | Die Verwandlung | Ann Lee | found
The Hobbit | Ann Lee | Hobbit | Ann Lee | found
Hobbit, The | Ann Lee | Hobbit | Ann Lee | found
The-Silent-Harbour | Ann Lee | Silent Harbour | Ann Lee | found
A-Glass-Tower | Ann Lee | Glass Tower | Ann Lee | found
A Tale of Two Cities | Ann Lee | Tale of Two Cities | Ann Lee | found
An Historical Tower | Ann Lee | A Historical Tower | Ann Lee | found
Der Name der Rose | Ann Lee | Name der Rose | Ann Lee | found
Die Leiden des jungen Werther | Ann Lee | Leiden des jungen Werther | Ann Lee | found
The Antichrist | Ann Lee | Der Antichrist | Ann Lee | found
A Glass Tower (Sky #5) | Ann Lee | The Sky: A Glass Tower | Ann Lee | found
El coronel no tiene quien le escriba | Ann Lee | Coronel no tiene quien le escriba | Ann Lee | found
La peste | Ann Lee | Peste, La | Ann Lee | found
Die Hard | Ann Lee | Die Hard | Ann Lee | found
L'amica geniale | Ann Lee | Amica geniale | Ann Lee | found
# The sons and fathers of one name.
The Glass Tower | John Smith Jr. | The Glass Tower | John Smith Sr. | none
The Glass Tower | John Smith III | The Glass Tower | John Smith II | none
The Glass Tower | John Smith Jr. | The Glass Tower | John Smith | found
# Placeholders for an author.
The Glass Tower | Autor | The Glass Tower | Autor | review
The Glass Tower | k.A. | The Glass Tower | k. A. | review
The Glass Tower | Self | The Glass Tower | Self | review
The Glass Tower | CreateSpace | The Glass Tower | CreateSpace | review
The Glass Tower | Will Self | The Glass Tower | Self, Will | found
# Umlauts in two letters.
Die Brücke | Ann Lee | Die Bruecke | Ann Lee | found
Die Bruecke | Ann Lee | Die Brücke | Ann Lee | found
Die Brücke | Günter Lee | Die Bruecke | Guenter Lee | found
Der König der Mädchen | Ann Müller | Der Koenig der Maedchen | Ann Mueller | found
Ueber den Fluss | Ann Lee | Über den Fluß | Ann Lee | found
Schöne Grüße | Ann Lee | Schoene Gruesse | Ann Lee | found
Schoene Gruesse aus Aarhus | Ann Lee | Schöne Grüße aus Århus | Ann Lee | found
København | Ann Lee | Koebenhavn | Ann Lee | found
Neue Abenteuer in Koeln | Ann Lee | Neue Abenteuer in Köln | Ann Lee | found
The Poet | Ann Lee | The Pot | Ann Lee | none
Blue Does | Ann Lee | Blu Dos | Ann Lee | none
# A second title, and a description that no sign sets off.
Candide, ou l'Optimisme | Ann Lee | Candide | Ann Lee | found
Candide | Ann Lee | Candide, ou l'Optimisme | Ann Lee | found
The Hobbit, or There and Back Again | Ann Lee | The Hobbit | Ann Lee | found
Sapiens A Brief History of Humankind | Ann Lee | Sapiens | Ann Lee | review
Sapiens | Ann Lee | Sapiens A Brief History of Humankind | Ann Lee | review
Sturmhöhe Roman | Ann Lee | Sturmhöhe | Ann Lee | shown
Sturmhöhe 2012 | Ann Lee | Sturmhöhe | Ann Lee | shown
Sturmhöhe von Ann Lee | Ann Lee | Sturmhöhe | Ann Lee | found
Sturmhöhe, 2., überarb. Aufl. | Ann Lee | Sturmhöhe | Ann Lee | found
L Etranger | Ann Lee | L'Étranger | Ann Lee | found
L'Étranger | Ann Lee | L Etranger | Ann Lee | found
Win, or Die | Ann Lee | Win | Ann Lee | doubted
The L Word | Ann Lee | The Word | Ann Lee | doubted
# Abbreviations.
Captain Brandt's House | Ann Lee | Capt. Brandt's House | Ann Lee | found
Number Ten | Ann Lee | No. 10 | Ann Lee | found
Rock 'n' Roll Tower | Ann Lee | Rock & Roll Tower | Ann Lee | found
Rock'n'Roll Tower | Ann Lee | Rock and Roll Tower | Ann Lee | found
Sea v. Land | Ann Lee | Sea vs. Land | Ann Lee | found
Henry V | Ann Lee | Henry | Ann Lee | doubted
# Letters that were lost.
Cien años de soledad | Ann Lee | Cien a\u{FFFD}os de soledad | Ann Lee | review
Cien años de soledad | Ann Lee | Cien a?os de soledad | Ann Lee | review
Die Brücken von Berlin | Ann Lee | Die Br?cken von Berlin | Ann Lee | review
Cien años de soledad | Ann Lee | Mil a?os de soledad | Ann Lee | none
";
