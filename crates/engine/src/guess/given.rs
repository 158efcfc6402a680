//! Given names, by which a line with a person's name is recognised.

use std::collections::HashSet;
use std::sync::LazyLock;

/// Frequent given names in English, German, French, Spanish and Italian, and a few
/// that authors of other languages bear in translation.
const NAMES: &str = "aaron abigail ada adam adele adrian agatha agnes aidan aisha alan albert alberto alec alejandro \
alessandro alex alexander alexandra alexandre alexis alfred alfredo alice alicia alison allan allen alma amanda amelia \
amy ana anaïs anders andré andrea andreas andrew andy angela angelika anita anja anke ann anna anne annette annie anselm \
anthony antje anton antonia antonio archibald ariel arnold arthur astrid audre audrey august augusta ava barbara barry \
bastian beate beatrice beatrix ben benedict benito benjamin bernard bernd bertha bertolt beth bettina betty bill birgit \
björn boris brad brandon brenda brian brigitte bruce bruno caitlin camilla carl carla carlos carmen carol caroline carrie \
catherine cecilia charles charlie charlotte chiara chimamanda chloe chris christa christian christiane christina christine \
christoph christopher claire clara clarice claude claudia claus clive colin colleen connor constance cora cornelia craig \
cristina curtis cynthia daisy dale dan daniel daniela daphne david dawn dean deborah denis denise dennis derek diana diane \
diego dieter dirk dominik donald donna dora doris dorothea dorothy douglas duncan dylan edgar edith edmund eduard edward \
edwin eileen elaine eleanor elena elfriede eli elias elif elisabeth elizabeth ella elle ellen ellis elsa elsie emil emile \
emilia emily emma emmanuel enrique eric erica erich erik erika ernest ernst esther ethan eugene eva eve evelyn ezra fabian \
fatima felix ferdinand fernando fiona flora florence florian frances francesca francis francisco françois françoise frank \
franz françois fred frederic frederick frieda friederike friedrich fritz fyodor gabriel gabriela gabriele gabrielle gary \
gavin gemma geoffrey georg george georges georgia gerald gerhard gertrude gillian gina giovanni gisela giulia giuseppe \
glenn gloria gordon grace graham greg gregor gregory greta guido guillaume gunter gustav gustave guy günter hanna hannah \
hanna hans harald harold harper harriet harry haruki harvey heather heide heidi heike heiner heinrich heinz helen helena \
helene helga helmut henri henrik henry herbert herman hermann hilary hilda holger holly horst howard hubert hugh hugo \
ian ida igor ilse immanuel ines inga ingeborg ingo ingrid irene iris irma isaac isabel isabella isabelle ivan ivo jack jackie \
jacob jacqueline jacques jake jakob james jamie jan jana jane janet janice jasmine jason javier jean jeanette jeff jeffrey \
jenna jennifer jenny jens jeremy jerome jerry jesse jessica jill jim joan joachim joanna joanne jochen joe joel johan johann \
johanna johannes john jon jonas jonathan jordan jorge josé josef joseph josephine josh joshua joy joyce juan judith jules \
julia julian juliane julie juliet jürgen jörg jun justin kai karen karin karl karla karoline kate katharina katherine \
kathleen kathrin kathryn kathy katie katja kay kazuo keith kelly ken kenneth kerstin kevin khaled kim kirsten klaus konrad \
kristin kristina kurt kyle lara lars laura lauren laurence laurie lea leah lee lena leo leon leonard leonie leonora leslie lewis \
lea liam lilly lily linda lisa liz lois lola lorenz lorraine louis louisa louise luca lucas lucia lucy ludwig luis luisa \
lukas luke lydia lynn madeleine maggie magda malcolm manfred manuel manuela mara marc marcel marcia marco marcus margaret \
margarete margarita margot maria mariam marian marie marilyn marina mario marion mark markus marlene martha martin martina \
mary mathilda mathias matilda matt matteo matthew matthias maud maureen maurice max maximilian maya megan melanie melissa \
michael michaela michail michel michelle miguel mike mila milan mildred miles miranda miriam mohamed mohammed molly monica \
monika moritz morgan muriel nadia nadine nancy naomi natalia natalie natasha nathan nathaniel neil nell nicholas nicola \
nicolas nicole nikolai nils nina noah noel nora norbert norma norman octavia odette olaf olga oliver olivia oscar oskar ottilie \
otto pablo pamela paolo pascal pat patricia patrick paul paula pauline pedro penelope percy peter petra philip philipp \
philippa phoebe phyllis pierre pietro priya quentin rachel rafael rainer ralf ralph ramona randall raphael raymond rebecca \
regina reinhard renate rené ricarda richard rita robert roberta roberto robin roger roland rolf roman ronald rosa rosalind \
rosamund rose rosemary rosie ross roy ruben rudolf rudyard rupert russell ruth ryan sabine sally salman sam samantha samuel \
sandra sara sarah saskia scott sean sebastian selma sergio shannon sharon sheila shirley siegfried sigrid silke silvia simon \
simone sofia sonja sophia sophie stanley stefan stefanie stella stephan stephanie stephen steve steven stuart sue summer susan \
susanna susanne suzanne svenja sven sybille sylvia sándor tamara tamsin tania tara tariq ted terence teresa terry tess \
theodor theodore theresa therese thomas thorsten tilda till tim timothy tina tobias todd tom toni tony torsten tracy ulrich \
ulrike una ursula uta ute uwe valentin valerie vanessa vera veronica veronika victor victoria vikram viktor vincent \
viola violet virginia vivian vladimir volker walter walther wanda wendy werner wilfried wilhelm will willa william willi \
winifred wolfgang xavier yann yara yasmin yvonne zachary zadie zelda zoe zoë zora";

static GIVEN: LazyLock<HashSet<&str>> = LazyLock::new(|| NAMES.split_whitespace().collect());

/// Returns whether a word in small letters is a frequent given name.
pub(super) fn is_given(word: &str) -> bool {
    GIVEN.contains(word)
}
