"""Whether an answer denies what a pattern found in it.

Three ways to deny are told apart. A negation before the finding reaches to the end of its clause
("you do not need to switch to eval mode"), or over a few words ("without any padding"). One behind
it dismisses it ("eval mode is not needed"). And a claim may be called false or doubted, in front or
behind, whatever it says ("many believe that ...", "... is a myth", 有人说……，这是错的).
"""

from __future__ import annotations

import re

BACK = 160  # characters before a finding that are looked at, at most a sentence
AHEAD = 90  # characters behind it

_STOP = re.compile(r"[.;!?](?=\s|$|[^\x00-\x7f])")  # the end of a sentence; "torch.exp" has none

_CLAUSE = re.compile(
    r"[,:=]| \(|(?<!\()\) | -+ |->"
    r"|\b(?:but|because|since|so|while|whereas|although|though|otherwise|else|then|and|which|until"
    r"|hence|therefore|instead(?! of))\b"
    r"|但|而|因为|所以|因此|于是|就|才|却|否则|不然|(?<!正)则(?!化)|导致"
    r"|(?P<condition>\b(?:if|when|unless|once)\b|如果|若|要是|一旦|万一)"
)
# Words that look like negations and are none.
_HARMLESS = re.compile(
    r"\bnot (?:only|just|merely|to forget)\b|(?:\bnot|n'?t|\bnever) forget\b"
    r"|\bno (?:matter|doubt)\b|\bnon-?linear|\bunknown"
    r"|不仅|不只|不但|不光|不管|不论|无论|不得不|不能不"
    r"|(?:不要|不能|不会|没有?|别)忘|不同|不一样|不一致|不行|不够|不足|不然|不断|不变|不连续|不清零"
    r"|不可微|不稳|不准|非线性|无穷|未登录|未知|没见过|差不多"
)
_QUESTIONED = re.compile(r"有没有|是不是|能不能|会不会|要不要")
_FAR = (
    r"\b(?:not|never|cannot|nor|neither|hardly|nothing|nobody|no longer|no need|no point|no reason"
    r"|no such thing|unnecessary|useless|pointless|impossible"
    r"|(?:do|does|did|is|are|was|were|ca|wo|could|would|should|need|must|has|have)n'?t)\b"
    r"|不是|并不|并非|不会|不能|不用|不需要|不必|没必要|没有必要|没有用|无需|无须|不要|不应|不该"
    r"|不可能|不可以|不存在|从不|从来不|没有|都不|都没|不适合|不利于|用不着|无法|没法|难以|不支持|谈不上|不推荐|不建议"
)
_FAR_BEFORE = re.compile(_FAR)
# In "if you do not zero the gradients they add up" the negation ends with the condition.
_CONDITIONAL = re.compile(rf"(?:{_FAR})(?: ?[\w.'-]+){{0,1}} ?$")
_NEAR_BEFORE = re.compile(
    r"\b(?:no|without|instead of|rather than|as opposed to|unlike|regardless of|irrespective of)"
    r"(?: [\w.'-]+){0,3} ?$"
    r"|(?:不|没|无|未|别|而非)"
    r"(?:再|是|把|用|靠|通过|使用|真正|去|任何|做|对|有|加|怎么|太){0,2} ?$"
)
_INSIDE = re.compile(
    rf"{_FAR}|\b(?:no|without|instead of|rather than)\b|没有?关系|无关"
    r"|[不没未](?:再|能|会|被|用|做|接|加|是|要|含|带)?(?=[\u4e00-\u9fff]{1,2}$)"
    r"|[不没未][\u4e00-\u9fff]{0,2} ?[a-z][\w.]*$"
)
_WORDS = r"(?:(?!(?:so|because|since|but|as|while|if|when|that|which|where|then)\b)[\w-]+ )"
# "eval mode is not needed", whatever the pattern looks for
_DISMISSED = re.compile(
    rf"^[^\w\n]{{0,3}}{_WORDS}{{0,2}}?(?:"
    r"(?:is|are|was|were)(?:n'?t| not)(?: really| at all| even| strictly)? (?:needed|necessary"
    r"|required|true|used|useful|helpful|important|relevant|possible|the case|a problem|an issue"
    r"|done|there|the (?:cause|reason|point)|allowed|suited|suitable|to blame)"
    r"|(?:(?:do|does|did|will|would|wo)(?:n'?t| not)|never|cannot|can'?t|can not) (?:matter|help"
    r"|hurt|exist|happen|work|apply|occur|receive|get any|lead|share|solve|improve|change anything"
    r"|make a difference|be (?:used|done|applied)|overflow|underflow)"
    r"|(?:is|are) (?:no|not an?) (?:problem|issue|use|help|concern|alternative|solution|reason)"
    r"|(?:is|are) (?:\w+ )?(?:wrong|false|forbidden|ignored|optional|cosmetic|the wrong)|nothing\b)"
    rf"|^\W{{0,3}}{_WORDS}{{0,4}}?(?:"
    r"(?:is|are) (?:an? |only |just )*(?:unnecessary|useless|pointless|irrelevant|superfluous|waste"
    r"|luxury|overkill|outdated|obsolete|deprecated)|(?:makes?|has|have) no (?:\w+ )?(?:influence"
    r"|effect|impact|bearing|use|point|sense|difference)|(?:has|have) nothing to do"
    r"|(?:tells?|proves?|shows?) (?:you )?nothing|can be (?:left out|skipped|omitted|ignored"
    r"|dropped)|hurts?\b|harms?\b)"
    r"|^[^\n,]{0,8}(?:不需要|没必要|没有必要|不必|没有?(?:什么)?用|用不了|不重要|没有任何|毫无|多余|无用"
    r"|不是(?:原因|问题|重点|关键)|没有?(?:什么)?(?:关系|问题|作用|帮助|效果|意义|影响|区别|含义)|无所谓"
    r"|不成立|不对|是错|省不了|解决不了|看不出|查不出|说明不了|不起作用|起不到|无关|加不加|可有可无|不(?:推荐|建议)"
    r"|可以(?:省|去掉|不)|[都也]不能|不用(?:特殊|单独|专门)?(?:处理|管|考虑)"
    r"|(?:也|并|都)?(?:不能|不会|没法|无法)(?:让|使|提高|减少|解决|改善|加快|代替|替代))"
)
# "the versions are not checked": only where the pattern did not look for a negation
_NEGATED_BEHIND = re.compile(
    r"^\w{0,3}(?: (?:also|really|even))? ?(?:is|are|was|were)(?:n'?t| not)\b(?! (?:only|just|enough"
    r"|contiguous|compatible|detach|free|releas|finite|equal|zero|flipped|invariant|yet))"
    r"|^[\s()]{0,3}(?:(?:do|does|did)(?:n'?t| not)|never) (?:keep|use|get|allow|give|add|reduce"
    r"|accumulate|go|need)"
    r"|^[^\n,]{0,8}(?:并不|并没|并非|不适合)|^[^\n,]{0,2}(?:不会|不能)(?![变动影复拷改重受超溢])"
    r"|^[^\n,\s而]?不是|^ ?不(?:一样|相同|同|一致)"
)
_TWICE = re.compile(r"\bno (?:reason|point|sense|use)\b")  # "no reason to leave biases out"
_CALLED_FALSE_BEFORE = re.compile(
    r"\b(?:myth|misconception|fallacy|mistake|wrong|false|incorrect|untrue|mistaken|not true"
    r"|not correct|nonsense)\b[^\n]{0,12}?\b(?:that|to (?:say|think|believe|claim|assume)|is|:)"
    r"|\b(?:people|many|some|most|others|they|everyone|books?|posts?|lists?)(?: \w+){0,2}"
    r" (?:think|believe|say|claim|assume|answer|write)s?\b|contrary to"
    r"|\b(?:do not|don'?t|can'?t|cannot|not|never)(?: \w+)? (?:think|believe|know|sure|certain"
    r"|remember|recall|understand|see)\b|\bdoubt\b|\bno idea\b"
    r"|误以为|误认为|误解|错误地|误区|错误?的?(?:说法|观点|认识|理解|想法|做法)"
    r"|(?:有人|很多人|有些人|大家|网上)[^\n,]{0,6}(?:说|认为|以为|觉得)|常(?:说|以为)"
    r"|不知道|不清楚|不确定|不记得|记不清|说不清|不认为|不觉得"
)
_CALLED_FALSE_BEHIND = re.compile(
    r"^[^\n]{0,70}(?:[\n,] ?)?(?:\bbut )?\b(?:that|this|it|which)(?:'s| is| was|s)? "
    r"(?:just |simply |plain(?:ly)? |completely |actually |all |of course )?"
    r"(?:wrong|false|incorrect|untrue|nonsense|not true|not right|not correct|not so"
    r"|(?:just )?an? (?:\w+ )?(?:myth|misconception|fallacy|mistake))\b(?! (?:that|to)\b)"
    r"|^[^\n]{0,50}\b(?:is|are) (?:just |only |simply )?(?:an? )?"
    r"(?:common |popular |widespread |old )?(?:myth|misconception|fallacy)\b"
    r"|^[^\n]{0,30}[.,;]? ?(?:但|其实|这|那|这种?说法|这个?说法)[^\n,]{0,6}"
    r"(?:是错|不对|错误|不正确|不成立|错了)"
    r"|^[^\n,]{0,20}(?:是错的|是错误的|是不对的|的说法不|是误解|是谣言|是误区)"
)
_NEGATIVE = re.compile(
    r"\b(?:no|not|never|without|cannot|nor|dont)\b(?!-)|n(?:'|\.|'\?|\.\?)t\b|[不没无未别]"
)


def sentences(words: str) -> str:
    """The folded answer with a line for each sentence, every character in its place."""
    return _STOP.sub("\n", words)


def negative(pattern: str) -> bool:
    """Whether a pattern itself looks for a negation: what it finds cannot be denied by that one."""
    return bool(_NEGATIVE.search(_plain(pattern)))


def _plain(words: str) -> str:
    """Without the words that look like negations and are none."""
    return _HARMLESS.sub("", _QUESTIONED.sub("", words))


def denied(words: str, start: int, end: int, sought: bool = False) -> bool:
    """Whether the folded answer denies what it says in words[start:end].

    `words` has a line for each sentence (`sentences`).
    `sought`: the negation inside is what the pattern looked for.
    """
    before = words[max(0, start - BACK) : start].rsplit("\n", 1)[-1]
    found = _plain(words[start:end])
    after = _QUESTIONED.sub("", words[end : end + AHEAD])
    if _CALLED_FALSE_BEFORE.search(before) or _CALLED_FALSE_BEHIND.search(after):
        return True
    # Over several sentences a pattern follows an order of steps; a negation there has other aims.
    inside = "\n" not in found and _INSIDE.search(found)
    if sought and _TWICE.search(found):
        return True
    turned = not sought and (inside or _NEGATED_BEHIND.search(after))
    return bool(turned or _DISMISSED.search(after) or _negated(before))


def _negated(before: str) -> bool:
    """Whether a negation before a finding, in the same sentence, reaches it."""
    plain = _plain(before)
    boundaries = list(_CLAUSE.finditer(plain))
    conditional = bool(boundaries) and boundaries[-1]["condition"] is not None
    clause = plain[boundaries[-1].end() :] if boundaries else plain
    far = (_CONDITIONAL if conditional else _FAR_BEFORE).search(clause)
    near = _NEAR_BEFORE.search(clause)
    # "cannot do without" says yes; one negation that both expressions see counts once.
    if far and near and far.end() <= near.start():
        return False
    return bool(far or near)
