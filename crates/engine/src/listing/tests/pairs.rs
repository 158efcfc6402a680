//! Title and author of a book and of a record, and the tier: sequels,
//! companions, homonyms, volumes, names, alphabets.

/// A pair per line: title, author; the record's title, author; the tier, or
/// `none`. Lines that begin with `#` say what follows.
pub(super) const PAIRS: &str = "\
# The same book, as collections write it.
The Hobbit | J.R.R. Tolkien | The Hobbit | J. R. R. Tolkien | strong
The Hobbit | J.R.R. Tolkien | Hobbit, The | Tolkien, J.R.R. | strong
The Hobbit | J.R.R. Tolkien | THE HOBBIT | JRR TOLKIEN | strong
The Hobbit | J.R.R. Tolkien | the_hobbit | Tolkien, John Ronald Reuel | strong
The Hobbit | J.R.R. Tolkien | The Hobbit: There and Back Again | J.R.R. Tolkien | strong
The Hobbit, or There and Back Again | J.R.R. Tolkien | The Hobbit: Or There and Back Again | J.R.R. Tolkien | strong
The Hobbit | J.R.R. Tolkien | The Hobbit (Illustrated Edition) [retail] | Tolkien J.R.R. (auth.) | strong
The Hobbit | J.R.R. Tolkien | The Hobbit, 75th Anniversary Edition | J.R.R. Tolkien | probable
The Hobbit | J.R.R. Tolkien | The Hobbit - J.R.R. Tolkien | J.R.R. Tolkien | strong
The Hobbit | J.R.R. Tolkien | J.R.R. Tolkien - The Hobbit | J.R.R. Tolkien | strong
The Hobbit | J.R.R. Tolkien | The Hobbit by J.R.R. Tolkien | J.R.R. Tolkien | strong
The Hobbit | J.R.R. Tolkien | The Hobbit | Tolkien | review
The Silent Harbour | Jane Doe | The Silent Harbour | Doe | probable
Silent Harbour: A Novel | Jane Doe | Silent Harbour | Doe, Jane | strong
Silent Harbour | Jane Doe | Silent Harbour A Novel | Jane Doe | probable
Silent Harbour | Jane Doe | Silent Harbour, Second Edition | Jane Doe, John Roe | probable
Silent Harbour | Jane Doe | Silent Harbour _ A Guide | Jane Doe | strong
Silent Harbour | Jane Doe | Silent Harbour {Repost} | John Roe; Jane Doe (auth.) | strong
Salt & Ashes | Jane Doe | Salt and Ashes | Jane Doe | strong
Catch-22 | Joseph Heller | Catch 22 | Heller, Joseph | strong
Catch-22 | Joseph Heller | Catch22 | Joseph Heller | strong
Drive: The Surprising Truth | Daniel Pink | Drive - The Surprising Truth | Daniel H. Pink | strong
Drive: The Surprising Truth | Daniel Pink | Drive The Surprising Truth | Daniel H. Pink | probable
L’Étranger | Albert Camus | L'etranger | CAMUS Albert | probable
L’Étranger | Albert Camus | Étranger, L' | Camus, A. | strong
Die Verwandlung | Franz Kafka | Verwandlung | Kafka, Franz | strong
The Quiet American | Graham Greene | The Quiet American, Second Edition | Greene, Graham | probable
Strengths 2.0 | Jane Doe | Strengths 2.0, Second Edition | Jane Doe | probable
Mending | Jane Doe | Mending: A Surgeon's Notes on an Imperfect Science | Jane Doe | strong
Harbour / by Jane Doe | Jane Doe | Harbour / by Jane Doe: An Introduction | Jane Doe | strong
Silent Harbour | Jane Doe | Silent Harbour: A Sequel to Salt Orchard | Jane Doe | strong
I`ve Been There | Jane O`Doe | I've Been There | Jane O'Doe | strong
# Another book of the same author.
The Harbour Study | Jane Doe | The Harbour Study: A Study Guide | Jane Doe | review
Silent Harbour | Jane Doe | Return: A Sequel to Silent Harbour | Jane Doe | review
Silent Harbour | Jane Doe | Silent Harbour: A Sequel to Silent Harbour | Jane Doe | review
Silent Harbour: How the Coast Was Won | Jane Doe | Silent Harbour: An Historical Novel | Jane Doe | review
Silent Harbour: Methods and Tools in C# Today | Jane Doe | Silent Harbour: Methods and Tools in J# Today | Jane Doe | review
Silent Harbour | Jane Doe | Silent Harbour: Notes on the Novel | Jane Doe | review
Silent Harbour | Jane Doe | Silent Harbour Returns | Jane Doe | review
Silent Harbour | Jane Doe | Return to Silent Harbour | Jane Doe | review
Silent Harbour | Jane Doe | Beyond the Silent Harbour | Jane Doe | review
Silent Harbour | Jane Doe | Silent Harbour 2 | Jane Doe | review
Silent Harbour | Jane Doe | Silent Harbour II | Jane Doe | review
Silent Harbour | Jane Doe | Son of Silent Harbour | Jane Doe | review
Silent Harbour | Jane Doe | Notes on Silent Harbour | Jane Doe | review
Silent Harbour | Jane Doe | The Making of Silent Harbour | Jane Doe | review
Silent Harbour | Jane Doe | Silent Harbour: Companion | Jane Doe | review
Silent Harbour | Jane Doe | Silent Harbour: A Study Guide | Jane Doe | review
Silent Harbour | Jane Doe | Silent Harbour (Summary) | Jane Doe | review
Silent Harbour | Jane Doe | Summary of Silent Harbour | Jane Doe | review
Silent Harbour | Jane Doe | Silent Harbour: The Graphic Novel | Jane Doe | review
Silent Harbour | Jane Doe | Silent Harbour: The Screenplay | Jane Doe | review
Silent Harbour | Jane Doe | Silent Harbour Trilogy | Jane Doe | review
Silent Harbour | Jane Doe | Silent Harbour: The Complete Trilogy | Jane Doe | review
Silent Harbour | Jane Doe | Silent Harbour / Loud Sea | Jane Doe | review
Silent Harbour | Jane Doe | Silent Harbour (Box Set) | Jane Doe | review
Silent Harbour | Jane Doe | Loud Harbour | Jane Doe | none
Silent Harbour | Jane Doe | Silent Harbor | Jane Doe | probable
Silent Harbour | Jane Doe | Silence | Jane Doe | none
It | Stephen King | The Stand | Stephen King | none
It | Stephen King | It | Stephen King | strong
It | Stephen King | Desperation It | Stephen King | none
Carrie | Stephen King | Carrie / 'Salem's Lot / The Shining | Stephen King | review
Star Saga: The Dark Fleet | Jane Doe | Star Saga: The Bright Sun | Jane Doe | review
Star Saga: The Dark Fleet | Jane Doe | Star Saga: The Dark Fleet: A Novel | Jane Doe | strong
Star Saga: The Dark Fleet | Jane Doe | Star Saga | Jane Doe | review
Storm of Ash: Fire and Snow | Jane Doe | Storm of Ash | Jane Doe | review
Storm of Ash | Jane Doe | Storm of Ash: After Winter | Jane Doe | review
Storm of Ash | Jane Doe | Storm of Ash: The Story of a Winter | Jane Doe | strong
Storm of Ash | Jane Doe | Storm of Ash: Penguin Classics | Jane Doe | strong
Storm of Ash | Jane Doe | Storm of Ash: Stories | Jane Doe | strong
Storm of Ash | Jane Doe | Storm of Ash: Longing and Loss in a Cold Country | Jane Doe | strong
The Dark Fleet | Jane Doe | Star Saga: The Dark Fleet | Jane Doe | review
Harry Potter and the Goblet of Fire | J.K. Rowling | Harry Potter and the Order of the Phoenix | J.K. Rowling | none
Holy Text: New Version | Anonymous | Holy Text: King's Version | Anonymous | none
Dogs and Cats | Jane Doe | Cats and Dogs | Jane Doe | none
The Jungle | Jane Doe | The Jungle Book | Jane Doe | review
The Second | Jane Doe | The Second Edition | Jane Doe | review
Best Stories of 2005 | Jane Doe | Best Stories of 2006 | Jane Doe | none
Fahrenheit 451 | Ray Bradbury | Fahrenheit 452 | Ray Bradbury | none
# Somebody else's book.
Silent Harbour | Jane Doe | Silent Harbour | Mary Roe | none
Silent Harbour | Jane Doe | Silent Harbour | Mary Doe | none
Silent Harbour | Jane Doe | Silent Harbour | John Doe; Jane Roe | none
Silent Harbour | Jane Doe | Silent Harbour | M. Doe | none
Silent Harbour | Jane Doe | Silent Harbour | Doering, Jane | none
Silent Harbour | Jane A. Doe | Silent Harbour | Jane B. Doe | none
Addicted | Zane | Addicted | Zane Grey | none
Silent Harbour | Jane Doe | Silent Harbour |  | review
Silent Harbour | Jane Doe | Silent Harbour | (eds.) | review
Silent Harbour |  | Silent Harbour | Jane Doe | review
 | Jane Doe | Silent Harbour | Jane Doe | review
Silent Harbour | Jane Doe |  | Jane Doe | none
# Volumes and parts.
Faust | Johann Goethe | Faust, Volume 2 | Johann Goethe | review
Faust, Part One | Johann Goethe | Faust, Part Two | Johann Goethe | none
Faust, Part One | Johann Goethe | Faust. Der Tragödie erster Teil | Johann Goethe | strong
Faust, Part One | Johann Goethe | Faust - Part I | Johann Goethe | strong
Faust, vol. 1 | Johann Goethe | Faust, Bd. II | Johann Goethe | none
Faust, vol. 1 | Johann Goethe | Faust, Bd. I | Johann Goethe | strong
Faust, vol. 1 | Johann Goethe | Faust | Johann Goethe | review
Faust, vol. 1 | Johann Goethe | Faust, vols. 1-2 | Johann Goethe | review
Капитал, т. 1 | Карл Маркс | Капитал. Том второй | Маркс К. | none
Капитал, т. 1 | Карл Маркс | Капитал. Том первый | Маркс К. | strong
Saga, Vol. 2 | Brian K. Vaughan | Saga, Vol. 1 [unabridged] | Brian K. Vaughan | none
Titan, Vol. 1 | Jane Doe | Titan: No Regrets, Volume 01 | Jane Doe | review
Titan, Vol. 4: The Heart | Jane Doe | Titan, Vol. 4 | Jane Doe | strong
Titan (The Promise, #1) | Jane Doe | Titan (The Rift, #1) | Jane Doe | review
Titan (Saga #1-4) | Jane Doe | Titan (Saga #1) | Jane Doe | review
Titan, Book Three (Titan #25-36) | Jane Doe | Titan, Book One (Titan #1-12) | Jane Doe | none
Silent Harbour | Jane Doe | Silent Harbour: and Other Stories | Jane Doe | review
The Talisman (Volume 1): The Road | Jane Doe | the talisman (volume 1): the road | Jane Doe | strong
1Q84 BOOK 1 | Haruki Murakami | 1Q84 | Haruki Murakami | review
Diary of a Tall Child | Jane Doe | Diary of a Tall Child: #1-4 | Jane Doe | review
1Q84 | Haruki Murakami | 1Q84 #1-2 | Haruki Murakami | review
Titan: The Return | Jane Doe | Titan: The Return #1 | Jane Doe | review
Catching Fire | Jane Doe | Catching Fire (The Hungry Games, #2) | Jane Doe | strong
# Names and alphabets.
Война и мир | Лев Толстой | Война и мир | Толстой Л.Н. | strong
Война и мир | Лев Толстой | Voina i mir | Tolstoi, Lev | strong
Война и мир | Лев Толстой | Voyna i mir | Leo Tolstoy | strong
Война и мир | Лев Толстой | Vojna i mir | Tolstoj, Lev | strong
Voyna i mir | Leo Tolstoy | Война и мир | Толстой, Лев Николаевич | strong
Voyna i mir | Leo Tolstoy | Война и мир | Толстой, Алексей | none
Idiot | Fyodor Dostoyevsky | Идиот | Достоевский, Федор Михайлович | strong
三体 | 刘慈欣 | 三体 | 刘慈欣 | strong
三体 | 刘慈欣 | 三体 II: 黑暗森林 | 刘慈欣 | review
三体 | 刘慈欣 | 《三体》 | Liu Cixin | probable
三体 | 刘慈欣 | 三体 | 王安忆 | none
The Dark Forest | Cixin Liu | The Dark Forest | 刘慈欣 | strong
ノルウェイの森 | 村上春樹 | ノルウェイの森 | 村上 春樹 | strong
One Hundred Years | Gabriel García Márquez | One Hundred Years | Marquez, Gabriel Garcia | strong
Earthsea | Ursula K. Le Guin | Earthsea | Le Guin, Ursula | strong
Sherlock | Arthur Conan Doyle | Sherlock | Doyle, Arthur Conan, Sir | strong
Extra Yarn | Mac Barnett | Extra Yarn | Barnett, Mac | strong
Extra Yarn | Mac Barnett | Extra Yarn | M. Barnett | strong
Harbour Road | Anne McCauley | Harbour Road | Anne Mc Cauley | strong
Nausea | Jean-Paul Sartre | Nausea | Sartre J.-P. | strong
Symposium | Plato | Symposium | Plato, J.K. Rowling | strong
Die Blechtrommel | Günter Grass | Die Blechtrommel | Grass Günter | probable
Die Blechtrommel | Günter Grass | Die Blechtrommel | Grass, Guenter | strong
# Titles that many books have.
Poems | Jane Doe | Poems | Jane Doe | review
The Collected Works | Jane Doe | Collected Works | Jane Doe | review
Selected Stories | Jane Doe | Selected Stories: A Collection | Jane Doe | review
Erzählungen | Jane Doe | Erzählungen | Jane Doe | review
Рассказы | Антон Чехов | Рассказы | Чехов А.П. | review
Jane Doe | Jane Doe | Jane Doe | Jane Doe | review
The Works of Jane Doe | Jane Doe | Works of Jane Doe | Jane Doe | strong
Letters | Jane Doe | Letters | John Roe | none
";
