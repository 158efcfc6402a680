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
";
