"""The only writers of assessments: one module for each part of the road."""

from commonpurse.assessments.acts.answering import (
    MAY_TELL_ONLY_THE_WORKER,
    SavedAnswer,
    SentTwice,
    ToChoose,
    choose_answer,
    reopen_answers,
    save_answer,
    send_answers,
    what_is_missing_to_send_answers,
)
from commonpurse.assessments.acts.carers import ask_for_own_journey, let_helper_open_own_record, start_beside
from commonpurse.assessments.acts.handing_over import hand_over
from commonpurse.assessments.acts.joining import join_account, make_link, may_say_so, say_it_is_mine, withdraw_link
from commonpurse.assessments.acts.preparation import (
    ask_for_advocate,
    begin_assessment,
    decide_advocacy,
    decide_capacity_to_take_part,
    give_helper_new_passphrase,
    let_helper_sign_in,
    let_helper_use_account,
    note_explained,
    note_helper,
    note_nobody_helps,
    open_questions,
    remove_helper,
)
from commonpurse.assessments.acts.publishing import NotPublished, publish_questionnaire
from commonpurse.assessments.acts.sharing import let_see, note_end_of_letting_see, note_letting_see, stop_letting_see

__all__ = [
    "MAY_TELL_ONLY_THE_WORKER",
    "NotPublished",
    "SavedAnswer",
    "SentTwice",
    "ToChoose",
    "ask_for_advocate",
    "ask_for_own_journey",
    "begin_assessment",
    "choose_answer",
    "decide_advocacy",
    "decide_capacity_to_take_part",
    "give_helper_new_passphrase",
    "hand_over",
    "join_account",
    "let_helper_open_own_record",
    "let_helper_sign_in",
    "let_helper_use_account",
    "let_see",
    "make_link",
    "may_say_so",
    "note_end_of_letting_see",
    "note_explained",
    "note_helper",
    "note_letting_see",
    "note_nobody_helps",
    "open_questions",
    "publish_questionnaire",
    "remove_helper",
    "reopen_answers",
    "save_answer",
    "say_it_is_mine",
    "send_answers",
    "start_beside",
    "stop_letting_see",
    "what_is_missing_to_send_answers",
    "withdraw_link",
]
