"""Who may sign what under the Xiangshan work rules (2021), read article by article, naively.

An independent oracle: it shares no code and no data with the resolver that it checks. Every document is a
list of steps, every step the set of people who may do it now; the cast is written out below.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

# ---------------------------------------------------------------- the cast (illustrative roster)

HEAD = "mayor"
EXECUTIVE = "executive-deputy"
DEPUTIES = ("executive-deputy", "deputy-2", "deputy-3", "deputy-4")
OFFICE = "office-director"
JUSTICE = "justice-director"
AUDIT = "audit-director"
PAIRS = (("executive-deputy", "deputy-2"), ("deputy-3", "deputy-4"))

KINDS = ("out-of-district", "out-of-city", "abroad", "study", "leave", "ill", "incapacitated")
AWAY = ("out-of-district", "out-of-city", "abroad")  # abroad entails out-of-city entails out-of-district
PLANNED = (*AWAY, "study", "leave")


@dataclass(frozen=True)
class Situation:
    """One moment: who is absent and how, which readings hold, what was granted, what silence counts as."""

    absent: Mapping[str, str]  # person -> kind; everybody else is present
    reading: Mapping[str, str]  # switch -> option, complete
    granted: bool  # True: every mandate and notice that the rules allow was given; False: none was
    somebody: bool  # steps for which the text names nobody count as done (True) or as blocked (False)


Case = Mapping[str, str]
People = frozenset[str]
Step = tuple[str, People | None]  # the act and those who may do it now; None: the text names nobody
Chain = list[Step]

NOBODY: People = frozenset()


# ---------------------------------------------------------------- presence, absence, mandates


def present(person: str, now: Situation) -> bool:
    """Whether the person is there; whoever acts must be."""
    return person not in now.absent


def if_present(person: str, now: Situation) -> People:
    """The person alone when there, otherwise nobody."""
    return frozenset({person}) if present(person, now) else NOBODY


def present_deputies(now: Situation) -> People:
    """The deputy heads who are there (art. 5)."""
    return frozenset(deputy for deputy in DEPUTIES if present(deputy, now))


def reads(now: Situation, switch: str, option: str) -> bool:
    """Whether the switch stands at this option."""
    return now.reading[switch] == option


def out_of_district(person: str, now: Situation) -> bool:
    """Art. 9: out of the district, abroad and out of the city included; study and leave by reading."""
    kind = now.absent.get(person)
    if kind in ("study", "leave"):
        return reads(now, "leave-is-away", "away")
    return kind in AWAY


def mandate_in_force(giver: str, to: str, now: Situation) -> bool:
    """Arts. 7, 9, 48, 49, 50: whether a mandate of the giver to the other person is in force."""
    if giver == to:
        return False
    if reads(now, "mandate-timing", "automatic"):
        return True
    if not now.granted:
        return False
    if reads(now, "mandate-timing", "standing"):
        return True
    return present(giver, now) or now.absent[giver] in PLANNED


# ---------------------------------------------------------------- art. 10: the AB partner


def partners(person: str) -> list[str]:
    """Art. 10: those with whom the person is paired."""
    return [b if a == person else a for a, b in PAIRS if person in (a, b)]


def ab_fires(person: str, now: Situation) -> bool:
    """Art. 10: abroad, out of the district, study, leave; not ill, not incapacitated. On notice: if given."""
    if now.absent.get(person) not in PLANNED:
        return False
    return now.granted or reads(now, "ab-activation", "automatic")


def ab_cover(person: str, now: Situation, chain: tuple[str, ...] = ()) -> People:
    """Art. 10: who is there as AB partner of the absent person; a partner's partner only if chained."""
    if not ab_fires(person, now):
        return NOBODY
    found: People = NOBODY
    for partner in partners(person):
        if partner in chain:
            continue
        if present(partner, now):
            found |= {partner}
        elif reads(now, "ab-chain", "chained"):
            found |= ab_cover(partner, now, (*chain, person))
    return found


# ---------------------------------------------------------------- art. 9: presiding for the head


def head_triggers(now: Situation) -> bool:
    """Art. 9: whether the head is away in the way that lets a deputy preside."""
    if reads(now, "presiding-trigger", "any-inability"):
        return not present(HEAD, now)
    return out_of_district(HEAD, now)


def mandated_to_preside(now: Situation) -> list[str]:
    """Art. 9: the deputies, there or not, whom the head's mandate and the order of the text let preside."""
    if not head_triggers(now):
        return []
    return [
        deputy
        for deputy in DEPUTIES
        if mandate_in_force(HEAD, deputy, now)
        and (
            deputy == EXECUTIVE or reads(now, "presiding-order", "free-choice") or not present(EXECUTIVE, now)
        )
    ]


def presiders(now: Situation) -> list[tuple[str, str]]:
    """Art. 9 (and 10): who presides, each with the deputy who was mandated (himself, or whom he covers)."""
    found: list[tuple[str, str]] = []
    for deputy in mandated_to_preside(now):
        if present(deputy, now):
            found.append((deputy, deputy))
        elif reads(now, "executive-portfolio", "portfolio"):
            found += [(partner, deputy) for partner in ab_cover(deputy, now)]
    return found


def presiding(now: Situation) -> People:
    """Art. 9: whoever presides over the work, whatever that includes."""
    return frozenset(person for person, _ in presiders(now))


def as_head(now: Situation) -> People:
    """Arts. 5, 9: who does what the head does by virtue of his post (sign, approve, agenda, consent)."""
    if reads(now, "presiding-scope", "signs"):
        return if_present(HEAD, now) | presiding(now)
    return if_present(HEAD, now)


def head_to_receive_notice(now: Situation) -> People:
    """Arts. 9, 54: a notice to the head; whoever presides may always receive it."""
    return if_present(HEAD, now) | presiding(now)


def head_in_meeting(now: Situation) -> People:
    """Arts. 6, 9, 39, 40: who convenes and presides over the plenary and the executive meeting."""
    if reads(now, "meeting-without-head", "presider"):
        return if_present(HEAD, now) | presiding(now)
    return if_present(HEAD, now)


# ---------------------------------------------------------------- the leader in charge


def as_leader(leader: str, now: Situation) -> People:
    """Arts. 5, 7, 10: who reviews, coordinates, countersigns, consents, approves, signs as this leader."""
    found = if_present(leader, now)
    if reads(now, "ab-scope", "portfolio-powers"):
        found |= ab_cover(leader, now)
    if reads(now, "both-away", "head-assigns") and not present(leader, now):
        found |= {deputy for deputy in present_deputies(now) if mandate_in_force(HEAD, deputy, now)}
    if reads(now, "head-steps-in", "implied"):
        found |= if_present(HEAD, now)
    return found


def marks_letter(leader: str, now: Situation) -> People:
    """Art. 36: the leader in person; his AB partner only where personal acts can be covered."""
    if reads(now, "personal-acts", "coverable"):
        return if_present(leader, now) | ab_cover(leader, now)
    return if_present(leader, now)


# ---------------------------------------------------------------- art. 49 para 2: head or mandated executive


def head_where_executive_is_named(now: Situation) -> People:
    """Arts. 9, 49, 50: as the head, where the text names the executive deputy alone as mandatee."""
    if reads(now, "mandatee", "presider") or reads(now, "presiding-scope", "chair-only"):
        return as_head(now)
    return if_present(HEAD, now) | {person for person, mandated in presiders(now) if mandated == EXECUTIVE}


def mandatee_or_heir(mandatee: str, now: Situation) -> People:
    """Arts. 49, 50, 10: the head's mandatee signs; his AB partner for him where mandates are inherited."""
    if not mandate_in_force(HEAD, mandatee, now):
        return NOBODY
    if reads(now, "ab-inherits-mandate", "inherited"):
        return if_present(mandatee, now) | ab_cover(mandatee, now)
    return if_present(mandatee, now)


def mandated_presider(now: Situation) -> People:
    """Arts. 9, 49 para 2: by reading whoever presides (or would, were he there) is mandated to sign."""
    found: People = NOBODY
    for person in presiding(now) | set(mandated_to_preside(now)):
        found |= mandatee_or_heir(person, now)
    return found


def signs_under_49_2(now: Situation) -> People:
    """Art. 49 para 2: the head, or the executive deputy (by reading: whoever presides) whom he mandates."""
    found = head_where_executive_is_named(now) | mandatee_or_heir(EXECUTIVE, now)
    if reads(now, "mandatee", "presider"):
        found |= mandated_presider(now)
    return found


# ---------------------------------------------------------------- minutes


def signs_as_convener(convener: str, now: Situation) -> People:
    """Art. 44 para 1: the convener; by reading his AB partner, or whoever presides for the head."""
    found = if_present(convener, now)
    if reads(now, "convener-away", "substitute"):
        found |= ab_cover(convener, now)
        if convener == HEAD:
            found |= presiding(now)
        if reads(now, "head-steps-in", "implied"):
            found |= if_present(HEAD, now)
    return found


def special_minutes(case: Case, now: Situation) -> Chain:
    """Arts. 41, 44: the convener signs, or all who may convene together."""
    if reads(now, "special-convener", "any-one"):
        return [("sign", signs_as_convener(case["convener"], now))]
    deputies: Chain = [("sign", if_present(deputy, now)) for deputy in DEPUTIES]
    return [("sign", as_head(now)), *deputies, ("sign", if_present(OFFICE, now))]


def needs_legal_review(convener: str, now: Situation) -> bool:
    """Art. 44 para 1: minutes that a government leader signs (or all); silence may count as review."""
    if reads(now, "legal-review-silence", "deemed"):
        return False
    return convener == HEAD or convener in DEPUTIES or reads(now, "legal-review-scope", "all-minutes")


# ---------------------------------------------------------------- the chains of the documents


def meeting(case: Case, now: Situation) -> Chain:
    """Arts. 6, 24: the meeting that must decide first, if any."""
    if case["decided-by"] == "none":
        return []
    return [("convene", head_in_meeting(now)), ("preside", head_in_meeting(now))]


def important_document(case: Case, now: Situation) -> Chain:
    """Art. 49 para 2: review by the leader in charge, then the head or his mandatee."""
    review = as_leader(case["in-charge"], now)
    return [*meeting(case, now), ("review", review), ("sign", signs_under_49_2(now))]


def normative_document(case: Case, now: Situation) -> Chain:
    """Arts. 24, 49 para 2: no signer named, or as for an important document."""
    if reads(now, "normative-document-signer", "as-important-document"):
        return important_document(case, now)
    return [*meeting(case, now), ("sign", None)]


def letter(case: Case, now: Situation) -> Chain:
    """Art. 50: review by the leader in charge, signed by the head."""
    return [*meeting(case, now), ("review", as_leader(case["in-charge"], now)), ("sign", as_head(now))]


def letter_several_portfolios(case: Case, now: Situation) -> Chain:
    """Art. 50: review, then by reading countersigning and the head, countersigning, head or executive."""
    chain = [*meeting(case, now), ("review", as_leader(case["in-charge"], now))]
    if reads(now, "letter-countersign", "head-or-executive"):
        return [*chain, ("sign", as_head(now) | if_present(EXECUTIVE, now))]
    if reads(now, "letter-countersign", "executive-by-mandate"):
        return [*chain, ("sign", head_where_executive_is_named(now) | mandatee_or_heir(EXECUTIVE, now))]
    if case["also-touches"] != "none":
        chain += [("countersign", as_leader(leader, now)) for leader in case["also-touches"].split("+")]
    if reads(now, "letter-countersign", "countersign-suffices"):
        return chain
    return [*chain, ("sign", as_head(now))]


def important_office_document(case: Case, now: Situation) -> Chain:
    """Art. 49 para 3: the head and the deputy in charge, both or either; one person may sign as both."""
    head, leader = as_head(now), as_leader(case["in-charge"], now)
    if reads(now, "important-office-signers", "either"):
        return [("sign", head | leader)]
    return [("sign", leader), ("sign", head)]


def office_document_for_government(case: Case, now: Situation) -> Chain:
    """Art. 50: the leader in charge, or the office director whom he mandates (or in his own right)."""
    leader = case["in-charge"]
    signers = as_leader(leader, now)
    if reads(now, "office-policy-signer", "director-own-power") or mandate_in_force(leader, OFFICE, now):
        signers |= if_present(OFFICE, now)
    return [("sign", signers)]


def special_minutes_legal(case: Case, now: Situation) -> Chain:
    """Art. 44 para 1: the same with legal content, reviewed by the justice bureau first."""
    signatures = special_minutes(case, now)
    if needs_legal_review(case["convener"], now):
        return [("legal-review", if_present(JUSTICE, now)), *signatures]
    return signatures


def incoming_request(case: Case, now: Situation) -> Chain:
    """Art. 48: office gate; major: the head; otherwise the leader in charge or to whom he passes it on."""
    gate: Step = ("gate", if_present(OFFICE, now))
    if case["importance"] == "major":
        return [gate, ("approve", as_head(now))]
    leader = case["in-charge"]
    others = if_present(HEAD, now) | present_deputies(now)
    passed_on = frozenset(other for other in others if mandate_in_force(leader, other, now))
    return [gate, ("approve", as_leader(leader, now) | passed_on)]


def meeting_in_government_name(case: Case, now: Situation) -> Chain:
    """Art. 45 para 2: the head approves; by reading he may entrust it to a deputy (art. 7)."""
    approvers = as_head(now)
    if reads(now, "meeting-approval", "entrustable"):
        approvers |= {deputy for deputy in present_deputies(now) if mandate_in_force(HEAD, deputy, now)}
    return [("approve", approvers)]


def meeting_plan(case: Case, now: Situation) -> Chain:
    """Art. 45 para 2: annual plan and unplanned meetings; approver unnamed, or the head."""
    if reads(now, "annual-plan-approver", "head"):
        return [("approve", as_head(now))]
    return [("approve", None)]


def stand_in_attendance(case: Case, now: Situation) -> Chain:
    """Art. 43: consent to a stand-in, by the head or by the office."""
    if reads(now, "stand-in-consent", "office"):
        return [("consent", if_present(OFFICE, now))]
    return [("consent", as_head(now))]


def travel_report(case: Case, now: Situation) -> Chain:
    """Art. 54 para 1: a notice to the head, or his consent."""
    if reads(now, "travel-notice", "report"):
        return [("receive-notice", head_to_receive_notice(now))]
    return [("consent", as_head(now))]


def department_normative_document(case: Case, now: Situation) -> Chain:
    """Arts. 21, 11: legal review by nobody named; signer unnamed, or the head of the department."""
    if reads(now, "department-signer", "head-of-department"):
        return [("legal-review", None), ("sign", if_present(case["department"], now))]
    return [("legal-review", None), ("sign", None)]


def audit_report(case: Case, now: Situation) -> Chain:
    """Art. 11: signer unnamed, or the head of the audit bureau, who leads it."""
    if reads(now, "department-signer", "head-of-department"):
        return [("sign", if_present(AUDIT, now))]
    return [("sign", None)]


def joint_normative_document(case: Case, now: Situation) -> Chain:
    """Arts. 21 para 2, 11: the same by several departments; if important, an approval (nobody named)."""
    chain: Chain = [("legal-review", None)]
    if reads(now, "department-signer", "head-of-department"):
        chain += [("sign", if_present(person, now)) for person in case["departments"].split("+")]
    else:
        chain += [("sign", None)]
    return [*chain, ("approve", None)] if case["importance"] == "major" else chain


CHAINS: Mapping[str, Callable[[Case, Situation], Chain]] = {
    # art. 49 para 1: the head signs
    "order": lambda case, now: [*meeting(case, now), ("sign", as_head(now))],
    "congress-motion": lambda case, now: [*meeting(case, now), ("sign", as_head(now))],
    "personnel-matter": lambda case, now: [*meeting(case, now), ("sign", as_head(now))],
    # arts. 49 para 2, 24, 50: reviewed first
    "request-to-city": important_document,
    "report-to-city": important_document,
    "important-downward-document": important_document,
    "normative-document": normative_document,
    "letter": letter,
    "letter-several-portfolios": letter_several_portfolios,
    # arts. 21 para 2, 48: issued by the government, perhaps decided by a meeting, no signer named
    "decision": lambda case, now: [*meeting(case, now), ("sign", None)],
    "ordinary-downward-document": lambda case, now: [*meeting(case, now), ("sign", None)],
    # arts. 49 para 3, 50: the office
    "office-document": lambda case, now: [("sign", if_present(OFFICE, now))],
    "important-office-document": important_office_document,
    "office-document-for-government": office_document_for_government,
    # art. 44 para 1: minutes
    "plenary-minutes": lambda case, now: [("sign", as_head(now))],
    "executive-minutes": lambda case, now: [("sign", as_head(now))],
    "head-office-minutes": lambda case, now: [("sign", as_head(now))],
    "special-minutes": special_minutes,
    "special-minutes-legal": special_minutes_legal,
    # art. 42: agenda and papers
    "meeting-topic": lambda case, now: [
        ("coordinate", as_leader(case["in-charge"], now)),
        ("fix-agenda", as_head(now)),
    ],
    "other-meeting-topic": lambda case, now: [("fix-agenda", if_present(case["convener"], now))],
    "meeting-papers": lambda case, now: [
        ("draft", if_present(case["department"], now)),
        ("gate", if_present(OFFICE, now)),
    ],
    # art. 48: incoming; arts. 21, 11: departments
    "incoming-request": incoming_request,
    "audit-report": audit_report,
    "department-normative-document": department_normative_document,
    "joint-normative-document": joint_normative_document,
    # art. 45: meetings; art. 43: leave; art. 54: travel; art. 36: letters from the public
    "department-meeting": lambda case, now: [
        ("consent", as_leader(case["in-charge"], now)),
        ("approve", None),
    ],
    "meeting-in-government-name": meeting_in_government_name,
    "annual-meeting-plan": meeting_plan,
    "unplanned-meeting": meeting_plan,
    "leader-meeting-leave": lambda case, now: [("consent", as_head(now))],
    "stand-in-attendance": stand_in_attendance,
    "travel-report": travel_report,
    "public-letter": lambda case, now: [("mark", marks_letter(case["in-charge"], now))],
    # arts. 46 para 2, 32, 33, 34: no signer named
    "joint-party-draft": lambda case, now: [("sign", None)],
    "congress-suggestion-reply": lambda case, now: [("sign", None)],
    "consultative-proposal-reply": lambda case, now: [("sign", None)],
    "reconsideration-decision": lambda case, now: [("sign", None)],
    "court-filing": lambda case, now: [("sign", None)],
    # arts. 21 para 2, 46 para 1, 53, 55, 64: no approver named
    "sensitive-matter-request": lambda case, now: [("approve", None)],
    "speech-or-article": lambda case, now: [("approve", None)],
    "level-skipping-document": lambda case, now: [("approve", None)],
    "congratulatory-letter": lambda case, now: [("approve", None)],
    "inscription": lambda case, now: [("approve", None)],
    "information-release": lambda case, now: [("approve", None)],
}


# ---------------------------------------------------------------- the answer

REVIEWER_MUST_NOT_SIGN = (
    "request-to-city",
    "report-to-city",
    "important-downward-document",
    "normative-document",
    "letter",
    "letter-several-portfolios",
)


def can_be_done(who: People | None, now: Situation) -> bool:
    """Whether a step has an actor; where the text names nobody, as the situation says."""
    return now.somebody if who is None else bool(who)


def two_people_can_do_it(chain: Chain) -> bool:
    """No article (assumed): the reviewer and the signer can be two different people, if there are both."""
    reviewers = [who for act, who in chain if act == "review" and who is not None]
    signers = [who for act, who in chain if act == "sign" and who is not None]
    return all(any(r != s for r in review for s in sign) for review in reviewers for sign in signers)


def completable(document: str, case: Mapping[str, str], situation: Situation) -> bool:
    """Whether every step of the document can be done now, with reviewer and signer apart if need be."""
    chain = CHAINS[document](case, situation)
    if not all(can_be_done(who, situation) for _, who in chain):
        return False
    if document in REVIEWER_MUST_NOT_SIGN and reads(situation, "reviewer-signs", "forbidden"):
        return two_people_can_do_it(chain)
    return True


# ---------------------------------------------------------------- readings on which an answer can depend

_AB = ("ab-activation", "ab-chain")
_PRESIDING = (
    "presiding-trigger",
    "presiding-order",
    "mandate-timing",
    "leave-is-away",
    "executive-portfolio",
    *_AB,
)
_HEAD = ("presiding-scope", *_PRESIDING)
_MEETING = ("meeting-without-head", *_PRESIDING)
_LEADER = ("ab-scope", *_AB, "both-away", "head-steps-in", "mandate-timing")
_MANDATED = (*_HEAD, "mandatee", "ab-inherits-mandate")
_49_2 = (*_MEETING, *_MANDATED, *_LEADER, "reviewer-signs")
_SPECIAL = (*_HEAD, "special-convener", "convener-away", "head-steps-in")

_DEPENDS: Mapping[str, tuple[str, ...]] = {
    "order": (*_HEAD, *_MEETING),
    "congress-motion": (*_HEAD, *_MEETING),
    "personnel-matter": (*_HEAD, *_MEETING),
    "request-to-city": _49_2,
    "report-to-city": _49_2,
    "important-downward-document": _49_2,
    "normative-document": (*_49_2, "normative-document-signer"),
    "decision": _MEETING,
    "ordinary-downward-document": _MEETING,
    "letter": (*_MEETING, *_HEAD, *_LEADER, "reviewer-signs"),
    "letter-several-portfolios": (*_49_2, "letter-countersign"),
    "important-office-document": (*_HEAD, *_LEADER, "important-office-signers"),
    "office-document-for-government": (*_LEADER, "office-policy-signer"),
    "plenary-minutes": _HEAD,
    "executive-minutes": _HEAD,
    "head-office-minutes": _HEAD,
    "special-minutes": _SPECIAL,
    "special-minutes-legal": (*_SPECIAL, "legal-review-silence", "legal-review-scope"),
    "meeting-topic": (*_HEAD, *_LEADER),
    "incoming-request": (*_HEAD, *_LEADER),
    "audit-report": ("department-signer",),
    "department-normative-document": ("department-signer",),
    "joint-normative-document": ("department-signer",),
    "department-meeting": _LEADER,
    "meeting-in-government-name": (*_HEAD, "meeting-approval"),
    "annual-meeting-plan": (*_HEAD, "annual-plan-approver"),
    "unplanned-meeting": (*_HEAD, "annual-plan-approver"),
    "leader-meeting-leave": _HEAD,
    "stand-in-attendance": (*_HEAD, "stand-in-consent"),
    "travel-report": (*_HEAD, "travel-notice"),
    "public-letter": (*_AB, "personal-acts"),
}

DEPENDS: Mapping[str, tuple[str, ...]] = {
    document: tuple(sorted(set(_DEPENDS.get(document, ())))) for document in CHAINS
}
