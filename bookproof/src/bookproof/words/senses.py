"""Senses: what a sentence may say of a thing, each with the words that authors use for it and with what it excludes.

A family is a table of senses of which only one can be true of the same thing, *rises* or *falls*, *passes* or *falls
short*. The words of a sense are regular expressions.
"""

from __future__ import annotations

import re
from functools import lru_cache

ADJECTIVE = r"(?! (?:and|than|or|\w+ly|confident|sure|certain|often|likely|\w+(?:ed|ive|ful|ous|ate|able)\b))"
SIZE = rf"larger|higher|taller|greater|bigger|longer|(?<!\bthe )more{ADJECTIVE}|stronger|steeper|harder"
SMALL = rf"smaller|lower|less{ADJECTIVE}|shorter|fewer|weaker|flatter|gentler"
OTHER = r"(?! than (?!(?:the )?(?:one|ones|last|previous|step|first|those|that|before|with|without|at|in|for)\b))"
"""What must not stand behind a comparative that says how a thing changes: *larger than the bound* does not."""
ALONE = r"(?! (?:the|its|their|these|those|them|both)\b(?! (?:more|less|same|whole|way|\w+er|\w+st)\b))"
"""What must not stand behind a verb that says how its subject changes: a prior *shrinks the coefficients*."""
FAMILIES: tuple[dict[str, tuple[str, ...]], ...] = (
    {
        "rises": (
            "rises?", "rising", "risen", "rose", f"grows?{ALONE}", "growing", "grown", "climbs?", "climbing",
            f"increas(?:es?|ing|ed){ALONE}", "goes up", "go up", "swells?",
            rf"(?:gets?|becomes?|growing|ever|always|makes? it|turns?) (?:\w+ )?(?:{SIZE})", "lengthens?",
        ),
        "falls": (
            "falls?(?! short)", "falling", "fallen", "fell", f"drops?{ALONE}", f"dropping{ALONE}", f"shrinks?{ALONE}",
            f"shrinking{ALONE}", f"decreas(?:es?|ing|ed){ALONE}", "declin(?:es?|ing)", "sinks?", "sinking", "goes down",
            "go down", "comes down", "fades?", "dies? (?:away|out)", "vanish(?:es)?", "dwindles?",
            rf"(?:gets?|becomes?|ever|always|makes? it|turns?) (?:\w+ )?(?:{SMALL})", "shortens?", "weakens?",
            "lets up",
        ),
        "stays": (
            "stays? (?:the same|where|as it|put|constant|unchanged|level|equal)",
            "remains? (?:the same|unchanged|constant|equal)", "(?:is|are) (?:unchanged|constant|unaffected)",
            "does not (?:change|move|depend)", "do not (?:change|move|depend)",
        ),
    },
    {
        "larger": (
            rf"(?:{SIZE}){OTHER}",
        ),
        "smaller": (
            rf"(?:{SMALL}){OTHER}",
        ),
    },
    {
        "unbounded": (
            "unbounded", "without (?:an? )?(?:limit|bound|end)", r"no (?:\w+ )?(?:limit|bound|ceiling|end)\b(?! of)",
            "beyond (?:every|any|all) (?:bounds?|limits?|value)", "infinite(?:ly)?", "endless(?:ly)?",
            "indefinitely",
        ),
        "bounded": (
            "bounded", "levels? (?:off|out)", "levell?ing off", "flattens?(?: out| off)?", "saturates?",
            r"(?:reaches|has|have|there is) an? (?:\w+ )?(?:limit|ceiling|bound|plateau)",
            "(?:runs?|settles?|settling|ends?) (?:in|into|on|at) an? (?:plateau|ceiling|limit)",
            "(?:is|are) (?:limited|capped)", "hardly (?:any )?(?:costs? )?more", "finite",
        ),
    },
    {
        "passes": (
            "pass(?:es|ed)?", "passing", "overshoots?", "overshot", "overshooting",
            r"(?:jump|leap|go|step|shoot|carr(?:y|ie)|swing|land|cross|mov)(?:s|es|ed|ing)? "
            r"(?:\w+ )?(?:across|over|past|beyond)",
            "gone (?:past|beyond)", "crosses", "crossing",
            "(?:is|are|lies?|lands?) (?:already |just |a little |well |far )?(?:beyond|past)", "on the other side",
            "other side of",
        ),
        "falls short": (
            r"falls? (?:\w+ )?short", "stops? short",
            "(?:stays?|remains?|is still|are still|still lies?|lies? still|keeps?) "
            "(?:below|short|on one side|on this side|to one side|to the left)",
            "(?:on )?the same side", "(?:does|do|has|have) not (?:yet )?reach(?:ed)?",
        ),
    },
    {
        "from below": (
            "from below", "from the left", "from underneath",
        ),
        "from above": (
            "from above", "from the right", "from beyond",
        ),
        "from both sides": (
            "from both sides", "from alternating sides", "zigzags?", "oscillat(?:es?|ing)", "back and forth",
            "to and fro", "swings?", "alternat(?:es?|ing)(?: sides)?", "from side to side",
        ),
    },
    {
        "settles": (
            "settles?", "settling", "settled", "converges?", "converging", "calms? down",
            "(?:comes?|coming) to (?:a )?rest", "steadies", "homes? in",
            r"(?:leads?|finds?|reach(?:es)?|arrives?|comes? back|returns?|gets?) (?:\w+ )?(?:to |at )?"
            r"the (?:minimum|minimiser|best slope)",
            r"(?:closer|nearer) (?:and (?:closer|nearer) )?to (?:the (?:minimum|minimiser|best)|it\b)",
        ),
        "diverges": (
            "diverges?", "diverging", "runs? away", "(?:is|are) lost", "goes astray", "escapes?", "never settles",
            r"further (?:and further )?(?:away )?from (?:the (?:minimum|minimiser|best)|it\b)",
            "away from the (?:minimum|minimiser|best slope)",
        ),
    },
    {
        "slows down": (
            "slows?(?: down)?", "slowing(?: down)?", "slackens?", "more (?:and more )?slowly",
            "slower(?: and slower)?", "loses? (?:speed|pace|momentum)", "(?:ever|always) (?:shorter|smaller)",
            "comes? to a standstill", "logarithmically", "like a logarithm", "less and less",
        ),
        "keeps its pace": (
            "(?:does|do) not slow(?: down)?", "at (?:a|the same) (?:constant |steady )?(?:pace|rate|speed)",
            "about as (?:much|fast|far)", "equally (?:fast|far)", "proportional to the number of steps", "linearly",
            "steadily", "constant (?:pace|rate|speed)",
        ),
        "speeds up": (
            "speeds? up", "accelerat(?:es?|ing)", "faster and faster", "gathers? (?:speed|pace)",
            "ever (?:faster|longer)", "more and more quickly", "more (?:and more )?rapidly", "exponentially",
        ),
    },
    {
        "more confident": (
            r"more (?:\w+ )?(?:confident|sure|certain|extreme|decided|decisive)", "surer", "bolder",
            "(?:closer|nearer) to (?:0 (?:and|or) 1|certainty|the ends)",
            "(?:further|farther) (?:away )?from (?:one half|the middle)", "sharper", "overconfident",
            "(?:more|greater|higher|increased) (?:confidence|certainty)",
        ),
        "less confident": (
            "less (?:confident|sure|certain|extreme|decided|decisive)",
            "(?:more|too) (?:cautious|careful|moderate|hesitant|timid)", "milder",
            "(?:closer|nearer) to (?:one half|the middle|even)",
            "(?:further|farther) (?:away )?from (?:0 (?:and|or) 1|certainty|the ends)",
            "(?:towards?|back to) (?:one half|the middle)", "(?:less|lower|reduced) (?:confidence|certainty)",
        ),
    },
    {
        "better": (
            "better", "improv(?:es?|ed|ing|ement)", "helps?", "gains?", "more accurate(?:ly)?", "more correct",
        ),
        "worse": (
            "worse", "worsens?", "deteriorat(?:es?|ing)", "suffers?", "harms?", "hurts?", "spoils?",
            "less accurate(?:ly)?", "loses",
        ),
    },
    {
        "turns": (
            "turns?(?: up| round| around| back)?", "then (?:rises?|falls?|climbs?)",
            "(?:rises?|falls?|climbs?|begins to rise) (?:again|afterwards)", "reverses?", "U-shaped",
        ),
        "never turns": (
            "throughout", "monotonic(?:ally)?", "(?:all|the whole) (?:the )?(?:way|time|while)",
            r"(?:with|at) (?:each|every) (?:\w+ )?(?:step|epoch|increase|split)",
            "from (?:beginning|start|first) to (?:end|last)", "keeps? (?:on )?(?:falling|rising|climbing)",
            "goes? on (?:falling|rising)",
        ),
    },
    {
        "alike": (
            "alike", "(?:the )?same", "equal(?:ly)?", "identical", "symmetric(?:al)?", "mirror images?",
            r"as (?:close|near|far|large|high|much|sure|hard) (?:\w+ ){0,6}as",
        ),
        "different": (
            "different(?:ly)?", "differs?", "unequal", "not alike", "unlike", "asymmetric(?:al)?", "lopsided",
            "no symmetry", "not symmetric",
        ),
    },
    {
        "above": (
            r"(?:lies?|is|are|stays?|remains?|stands?|runs?|ends?|still|entirely|all) (?:\w+ )?above", "exceeds?",
        ),
        "below": (
            r"(?:lies?|is|are|stays?|remains?|stands?|runs?|ends?|still|entirely|all) (?:\w+ )?below", "under",
        ),
    },
    {
        "reaches": (
            "(?<!not )(?<!never )(?<!without )(?:reach(?:es|ed)|attains?|becomes? exactly|is exactly|hits)",
        ),
        "only approaches": (
            "approach(?:es)?", "without (?:ever )?reaching", "never (?:quite )?(?:reach(?:es)?|attains?)",
            "tends? to", "comes? (?:arbitrarily )?close",
        ),
    },
    {
        "wider": (
            "wider", "broader", "vaguer", "more spread out", "less informative", "looser",
        ),
        "narrower": (
            "narrower", "tighter", "more concentrated", "more informative", "stricter",
        ),
    },
    {
        "needed": (
            "needs?", "needed", "requires?", "required", "must", "expects?", "takes?", "wants?",
        ),
        "not needed": (
            "superfluous", "unnecessary", "optional", "redundant",
        ),
    },
    {
        "wrong": (
            "wrong", "incorrect", "mistaken", "misjudged", "misclassified",
        ),
        "right": (
            "right", "correct(?:ly)?",
        ),
    },
)  # fmt: skip


@lru_cache(maxsize=1024)
def form(sense: str) -> re.Pattern:
    """What a text says where it says a sense, or words that are none; `a|b` is either of two.

    Examples
    --------
    >>> [bool(form("passes").search(text)) for text in ("it overshoots", "it leaps past the best", "it rises")]
    [True, True, False]
    >>> [bool(form("settles|stands still").search(text)) for text in ("it converges", "it stands still")]
    [True, True]
    """
    return re.compile(rf"(?<![\w-])(?:{'|'.join(map(_words, sense.split('|')))})(?![\w-]|\.\d)", re.IGNORECASE)


def _words(name: str) -> str:
    known = next((family[name] for family in FAMILIES if name in family), ())
    plain = name.replace("$", "").strip()  # a sentence has its formulas without the signs around them
    return "|".join(known) or re.escape(plain.removesuffix("*")) + r"\w*" * plain.endswith("*")


@lru_cache(maxsize=1024)
def rivals(sense: str) -> frozenset[str]:
    """The senses that cannot be true where one is.

    Examples
    --------
    >>> sorted(rivals("rises")), sorted(rivals("dearer"))
    (['falls', 'stays'], [])
    """
    names = set(sense.split("|"))
    return frozenset(other for family in FAMILIES if names & family.keys() for other in family if other not in names)
