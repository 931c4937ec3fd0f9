"""What the product promises of its security, and the tests that attack each promise.

Numbers are those of the project's own list; attacks of this folder are counted by them, tests
elsewhere are named here. `why_not` says what cannot be attacked on one machine, never "passed".
"""

from dataclasses import dataclass

_ACCOUNTS = "tests/functions/test_inbox_api_accounts.py::test_"
_PASSWORDS = "tests/functions/test_inbox_api_passwords.py::test_"
_GUARDS = "tests/functions/test_inbox_api_guards.py::test_"
_CABINET = "tests/functions/test_inbox_api_cabinet.py::test_"
_CARDS = "tests/unit/test_public_cards.py::test_"
_APPROVE = "tests/unit/usecases/test_approve_reply.py::test_"
_VAULT = "tests/unit/test_vault.py::test_"
_EDGE = "tests/functions/test_task_edge.py::test_"
_WRITER = "tests/unit/test_openai_writer.py::test_"
_DRAFTING = "tests/unit/domain/test_drafting.py::test_"
_REPOSITORY = "tests/architecture/test_repository.py::test_"
_AUTOMATION = "tests/unit/domain/test_automatic_eligibility.py::test_"
_AUTOMATE = "tests/unit/usecases/test_automate_reply.py::test_"
_WITHDRAW = "tests/unit/usecases/test_withdraw_reply.py::test_"
_AUTO_SCHEDULES = "tests/simulation/test_automatic.py::test_"
_HASHES = "tests/unit/test_passwords.py::test_"
_UPLOADS = "tests/functions/test_inbox_api_uploads.py::test_"
_BROWSER = "tests/security/test_browser.py::test_"
_CHECKS = "tests/security/test_checks.py::test_"
_DATA = "tests/functions/test_inbox_api_data.py::test_"
_KEYS = "tests/contract/test_keys.py::test_"


@dataclass(frozen=True)
class Requirement:
    """One promise; `tests` are node ids beside the attacks of this folder."""

    says: str
    tests: tuple[str, ...] = ()
    why_not: str = ""


def _row(says: str, *tests: str) -> Requirement:
    return Requirement(says, tests)


def _unproved(says: str, why_not: str) -> Requirement:
    return Requirement(says, (), why_not)


REQUIREMENTS: dict[str, Requirement] = {
    "S1": _row("every byte of a password counts", f"{_HASHES}every_byte_of_a_password_counts"),
    "S2": _row("guessable passwords are refused"),
    "S3": _row("Argon2id, renewed at sign-in", f"{_ACCOUNTS}a_weak_hash_is_renewed_at_sign_in"),
    "S4": _row(
        "equal answers and timing at login and reset",
        f"{_ACCOUNTS}unknown_address_and_wrong_password_are_one_answer_for_equal_work",
        f"{_PASSWORDS}asking_for_a_letter_costs_the_same_for_a_stranger",
    ),
    "S5": _row(
        "few hashes at once",
        f"{_HASHES}only_a_few_hash_at_once_and_the_rest_is_told_to_wait",
    ),
    "S6": _row(
        "growing delays, nobody locked out",
        f"{_ACCOUNTS}guesses_wait_longer_and_longer_but_nobody_is_locked_out",
        f"{_ACCOUNTS}one_address_cannot_try_many_accounts",
        f"{_ACCOUNTS}a_claimed_forwarding_address_does_not_reset_the_count",
    ),
    "S7": _row(
        "a new password needs the old one and ends sessions",
        f"{_PASSWORDS}a_changed_password_signs_every_other_browser_out_at_once",
        f"{_PASSWORDS}guesses_at_the_current_password_are_slowed_like_sign_ins",
    ),
    "S8": _row("only hashes of tokens are stored"),
    "S9": _row("the cookie is out of reach"),
    "S10": _row("a new token at sign-in", f"{_ACCOUNTS}signing_in_again_kills_the_cookie_at_hand"),
    "S11": _row(
        "sessions end by the server's clock",
        f"{_ACCOUNTS}sessions_end_by_the_product_clock",
    ),
    "S12": _row(
        "a revoked session is dead everywhere",
        f"{_PASSWORDS}a_session_ended_in_one_process_is_dead_in_another",
        f"{_ACCOUNTS}signing_out_is_final_everywhere",
        f"{_DATA}sessions_die_at_once_and_nobody_signs_in_again",
    ),
    "S13": _row("the token is in the cookie alone"),
    "S14": _row("only the app's own page changes anything"),
    "S15": _row("JSON alone is taken"),
    "S16": _row("reading changes nothing"),
    "S17": _row("nobody signs others in or out"),
    "S18": _row("no other origin reads answers"),
    "S19": _row("planted cookies are nobody's"),
    "S20": _row("every route by every principal"),
    "S21": _row("another's thing is like none"),
    "S22": _row("ids cannot be guessed", f"{_GUARDS}odd_ids_are_unknown_ids"),
    "S23": _row("no tenant from input"),
    "S24": _row(
        "secondary references are checked",
        f"{_UPLOADS}another_chats_file_is_refused",
        f"{_PASSWORDS}nobody_ends_a_stranger_s_session",
    ),
    "S25": _row("cursors and tags are signed and bound"),
    "S26": _row("unknown fields are refused"),
    "S27": _row("answers hold listed keys alone"),
    "S28": _row("queries are of the list alone"),
    "S29": _row("no key becomes a path"),
    "S30": _row(
        "a cabinet has one account",
        f"{_CABINET}a_cabinet_belongs_to_one_account",
        f"{_CABINET}an_account_never_mixes_two_cabinets",
        f"{_CABINET}a_token_edited_to_name_another_cabinet_is_refused",
    ),
    "S31": _row(
        "texts are shown as text",
        f"{_CHECKS}the_web_app_makes_no_markup_of_words",
        f"{_BROWSER}smuggled_markup_runs_nothing_and_asks_nobody",
    ),
    "S32": _row("the content policy allows what is listed", f"{_BROWSER}sinks_take_no_text"),
    "S33": _row("headers of safety on every status"),
    # Bodies that come in drops are cut by a real server: `make bench-logins`.
    "S34": _row("bodies are bounded before they are parsed"),
    "S35": _row("types are strict"),
    "S36": _row("odd characters are refused or kept"),
    "S37": _row("words never become headers or log lines"),
    "S38": _row(
        "hostile texts cost little",
        "tests/unit/domain/test_guardrails.py::test_hostile_texts_cost_little",
    ),
    "S39": _row("no address to go to is taken"),
    "S40": _row("nothing but the app is served"),
    "S41": _row(
        "errors tell nothing of the inside",
        f"{_GUARDS}what_breaks_inside_is_not_told_outside",
    ),
    "S42": _row("claimed methods, hosts and users mean nothing"),
    "S43": _row(
        "files and pictures are guarded alike",
        "tests/functions/test_inbox_api_files.py::test_another_seller_gets_nothing",
        "tests/functions/test_inbox_api_files.py::test_a_stranger_gets_nothing",
    ),
    "S44": _row(
        "tasks and ticks from their callers alone", f"{_EDGE}a_token_of_another_key_is_refused"
    ),
    "S45": _row(
        "a task's body is not believed",
        f"{_EDGE}a_body_of_another_shape_is_hopeless_and_not_repeated",
    ),
    "S46": _row(
        "only WB's own hosts are asked",
        f"{_CARDS}a_foreign_host_in_the_map_is_never_asked",
        f"{_CARDS}pictures_come_from_wbs_file_networks_only",
    ),
    "S47": _unproved(
        "service accounts are split", "needs a cloud project; import contracts hold the code apart"
    ),
    "S48": _row(
        "only what was seen is approved",
        f"{_APPROVE}an_item_that_changed_since_it_was_seen_is_refused",
        f"{_APPROVE}the_guardrails_decide_on_the_server_too",
    ),
    "S49": _row(
        "a repeated request is the same one",
        f"{_APPROVE}the_same_request_with_another_body_is_refused",
    ),
    "S50": _row(
        "bounded use per seller",
        f"{_CABINET}a_sync_by_hand_is_queued_once_a_minute",
        f"{_UPLOADS}a_seller_keeps_only_so_many_files_a_day",
        f"{_PASSWORDS}letters_are_asked_for_a_few_times_only",
    ),
    "S51": _row(
        "automation answers praise alone",
        f"{_AUTOMATION}everything_else_is_left_to_a_person",
        f"{_AUTOMATION}what_alarms_is_left_to_a_person",
        f"{_AUTOMATE}only_four_and_five_stars_are_looked_at",
        f"{_AUTOMATE}nothing_happens_while_it_is_off",
        f"{_AUTOMATE}the_days_limit_is_exact_and_passes_with_the_day",
        f"{_AUTOMATE}what_the_policy_leaves_out_waits_for_a_person",
        f"{_WITHDRAW}it_is_taken_back_and_left_to_a_person",
        f"{_AUTO_SCHEDULES}no_schedule_answers_twice_or_after_it_was_stopped",
    ),
    "S52": _row(
        "a prompt holds one item's words",
        f"{_CHECKS}no_canary_comes_out",
        f"{_DRAFTING}what_points_to_a_person_is_masked",
    ),
    "S53": _row(
        "a model's answer is plain and checked", f"{_DRAFTING}a_models_words_become_plain_text"
    ),
    "S54": _row("a model can only suggest", f"{_WRITER}what_is_no_suggestion_is_malformed"),
    "S55": _row(
        "buyers' orders to a model send nothing",
        "tests/unit/domain/test_automatic_doubts.py::test_orders_and_disguises_are_noticed_wherever_they_stand",
    ),
    "S56": _row("a slow model blocks nothing", f"{_WRITER}a_slow_model_is_not_waited_for"),
    "S57": _row("nothing named by buyers is fetched", f"{_CARDS}files_are_asked_of_no_other_host"),
    "S58": _row(
        "WB tokens are sealed",
        f"{_VAULT}a_ciphertext_moved_to_another_seller_does_not_open",
        f"{_VAULT}no_flipped_bit_goes_unnoticed",
        f"{_KEYS}a_key_wrapped_for_something_else_does_not_open",
        f"{_KEYS}a_file_of_keys_that_others_may_read_is_refused",
    ),
    "S59": _row("WB tokens are write-only", f"{_CABINET}the_token_is_nowhere_in_the_open"),
    "S60": _row(
        "logs hold listed facts alone",
        f"{_CHECKS}no_canary_comes_out",
        f"{_EDGE}only_listed_facts_are_logged",
    ),
    "S61": _row(
        "keys change, a dead token is parked and told",
        f"{_KEYS}all_tokens_are_wrapped_anew_and_none_is_opened",
        "tests/unit/usecases/test_token_life.py::test_an_expired_token_is_parked_without_asking_wb_and_never_again",
        f"{_CABINET}a_token_warns_before_it_dies",
    ),
    "S62": _row(
        "data are kept no longer than said, and erased on demand",
        f"{_DATA}nothing_of_the_seller_is_left_in_store_files_and_queue",
        f"{_DATA}an_erasure_cut_off_anywhere_comes_to_its_end",
        "tests/contract/test_purge.py::test_a_document_goes_a_day_after_its_last_and_not_before",
        "tests/unit/test_retention.py::test_the_page_says_what_the_table_says",
        "tests/functions/test_settings_effects.py::test_a_field_has_its_effect",
    ),
    "S63": _row(
        "the trail of deeds is only read",
        "tests/functions/test_inbox_api_audit.py::test_nobody_reads_a_stranger_s_trail",
    ),
    "S64": _row("locks are hashed", f"{_REPOSITORY}locks_are_hashed_and_name_no_registry"),
    "S65": _row("no secret in tree or history", f"{_CHECKS}a_planted_secret_is_found"),
    "S66": _row("the image runs as nobody", f"{_CHECKS}the_image_runs_as_nobody"),
}
