"""What the product promises of its security, and the tests that attack each promise.

Attacks of this folder bear a promise's name and are counted by it; tests elsewhere are named here.
"""

from dataclasses import dataclass

_ACCOUNTS = "tests/functions/test_inbox_api_accounts.py::test_"
_PASSWORDS = "tests/functions/test_inbox_api_passwords.py::test_"
_GUARDS = "tests/functions/test_inbox_api_guards.py::test_"
_BODIES = "tests/functions/test_inbox_api_bodies.py::test_"
_CABINET = "tests/functions/test_inbox_api_cabinet.py::test_"
_SYNC = "tests/functions/test_inbox_api_sync.py::test_"
_PICTURES = "tests/unit/test_public_pictures.py::test_"
_CARDS = "tests/unit/test_public_cards.py::test_"
_APPROVE = "tests/unit/usecases/test_approve_reply.py::test_"
_VAULT = "tests/unit/test_vault.py::test_"
_EDGE = "tests/functions/test_task_edge.py::test_"
_WRITER = "tests/unit/test_openai_writer.py::test_"
_DRAFTING = "tests/unit/domain/test_drafting.py::test_"
_REPOSITORY = "tests/architecture/test_repository.py::test_"
_AUTOMATION = "tests/unit/domain/test_automatic_eligibility.py::test_"
_AUTOMATE = "tests/unit/usecases/test_automate_reply.py::test_"
_REFUSALS = "tests/unit/usecases/test_automate_refusals.py::test_"
_WITHDRAW = "tests/unit/usecases/test_withdraw_reply.py::test_"
_AUTO_SCHEDULES = "tests/simulation/test_automatic.py::test_"
_HASHES = "tests/unit/test_passwords.py::test_"
_UPLOADS = "tests/functions/test_inbox_api_uploads.py::test_"
_BROWSER = "tests/security/test_browser.py::test_"
_CHECKS = "tests/security/test_checks.py::test_"
_DATA = "tests/functions/test_inbox_api_data.py::test_"
_PROCESSES = "tests/security/test_processes.py::test_"
_CLOUD = "tests/cloud/test_services.py::test_"
_KEYS = "tests/contract/test_keys.py::test_"


@dataclass(frozen=True)
class Requirement:
    """One promise; `tests` are node ids beside the attacks of this folder."""

    says: str
    tests: tuple[str, ...] = ()


def _row(says: str, *tests: str) -> Requirement:
    return Requirement(says, tests)


REQUIREMENTS: dict[str, Requirement] = {
    "whole-passwords": _row(
        "every byte of a long password counts, whatever signs it is of",
        f"{_HASHES}every_byte_of_a_password_counts",
    ),
    "guessable-passwords": _row(
        "frequent and leaked passwords, and those of obvious words, are refused",
        f"{_HASHES}what_anyone_would_try_first_is_guessable",
    ),
    "slow-hashes": _row(
        "passwords are kept as Argon2id of today's cost, renewed at sign-in",
        f"{_ACCOUNTS}a_weak_hash_is_renewed_at_sign_in",
    ),
    "equal-answers": _row(
        "sign-in and reset tell nobody which addresses have accounts, not by time either",
        f"{_ACCOUNTS}unknown_address_and_wrong_password_are_one_answer_for_equal_work",
        f"{_PASSWORDS}asking_for_a_letter_costs_the_same_for_a_stranger",
    ),
    "few-hashes": _row(
        "a storm of sign-ins neither fills the memory nor stops others",
        f"{_HASHES}only_a_few_hash_at_once_and_the_rest_is_told_to_wait",
    ),
    "slowed-guesses": _row(
        "guesses wait longer and longer per account and address; nobody is locked out",
        f"{_ACCOUNTS}guesses_wait_longer_and_longer_but_nobody_is_locked_out",
        f"{_ACCOUNTS}one_address_cannot_try_many_accounts",
        f"{_ACCOUNTS}a_claimed_forwarding_address_does_not_reset_the_count",
    ),
    "password-change": _row(
        "a new password needs the old one, ends other sessions, and is told by letter",
        f"{_PASSWORDS}a_changed_password_signs_every_other_browser_out_at_once",
        f"{_PASSWORDS}guesses_at_the_current_password_are_slowed_like_sign_ins",
        f"{_PASSWORDS}the_mailbox_hears_of_every_change",
    ),
    "hashed-sessions": _row(
        "who steals the store has no session: tokens are long and kept as hashes"
    ),
    "cookie-flags": _row("the session's cookie is out of reach of script and of other sites"),
    "fresh-sessions": _row(
        "signing in makes a new token and kills the one at hand",
        f"{_ACCOUNTS}signing_in_again_kills_the_cookie_at_hand",
    ),
    "ended-sessions": _row(
        "sessions end by the server's clock, idle or old",
        f"{_ACCOUNTS}sessions_end_by_the_product_clock",
    ),
    "revoked-everywhere": _row(
        "a session that was ended is dead at the next request in every process",
        f"{_PASSWORDS}a_session_ended_in_one_process_is_dead_in_another",
        f"{_ACCOUNTS}signing_out_is_final_everywhere",
        f"{_DATA}sessions_die_at_once_and_nobody_signs_in_again",
        f"{_PROCESSES}a_session_ended_in_one_process_is_dead_in_the_other_at_its_next_request",
    ),
    "token-in-cookie": _row("the session's token is in no body, header, address or log"),
    "own-page": _row("only the app's own page changes anything"),
    "json-alone": _row("bodies are JSON and say so"),
    "harmless-reading": _row("reading changes nothing, and no header turns it into writing"),
    "forced-sign-in": _row("no other site signs anybody in or out"),
    "no-other-origin": _row("no other origin may read an answer"),
    "planted-cookies": _row("planted, doubled and broken cookies are nobody's and break nothing"),
    "every-principal": _row(
        "every route refuses nobody's, made-up, old, ended, erased and foreign sessions"
    ),
    "like-none": _row("a thing of somebody else is like one that is not there, in time too"),
    "unguessable-ids": _row(
        "ids beside a known one lead nowhere", f"{_GUARDS}odd_ids_are_unknown_ids"
    ),
    "no-named-tenant": _row("nobody becomes another seller by naming one"),
    "secondary-references": _row(
        "what a body or a path names besides is checked as well",
        f"{_UPLOADS}another_chats_file_is_refused",
        f"{_PASSWORDS}nobody_ends_a_stranger_s_session",
    ),
    "bound-cursors": _row("cursors and tags are signed and hold for one seller and one list"),
    "listed-fields": _row("a request with a field too many is refused whole"),
    "listed-answers": _row("answers hold no key of the inside"),
    "listed-queries": _row("a list is filtered and ordered by listed words alone"),
    "keys-no-paths": _row("no key that a user invents becomes a path in the store"),
    "one-cabinet": _row(
        "a cabinet has one account, whatever a token claims",
        f"{_CABINET}a_cabinet_belongs_to_one_account",
        f"{_CABINET}an_account_never_mixes_two_cabinets",
        f"{_CABINET}a_token_edited_to_name_another_cabinet_is_refused",
    ),
    "shown-as-text": _row(
        "words of buyers and models are shown as text, never as markup",
        f"{_CHECKS}the_web_app_makes_no_markup_of_words",
        f"{_BROWSER}smuggled_markup_runs_nothing_and_asks_nobody",
    ),
    "content-policy": _row(
        "the page may run and load what is listed, and script from text never",
        f"{_BROWSER}sinks_take_no_text",
    ),
    "safety-headers": _row("every status comes with the headers of safety"),
    # Bodies that come in drops are cut by a real server: `make bench-logins`.
    "bounded-bodies": _row("bodies are bounded in size, depth and keys before they are parsed"),
    "strict-types": _row("numbers, words and truths are not taken for each other"),
    "odd-characters": _row("odd characters are refused or kept, and hidden ones are shown"),
    "no-injection": _row("words never become headers, log lines or parts of a form"),
    "cheap-texts": _row(
        "the longest and oddest text costs little time",
        "tests/unit/domain/test_guardrails.py::test_hostile_texts_cost_little",
        "tests/unit/test_wb_writes.py::test_an_odd_boundary_in_the_text_does_not_end_the_part",
    ),
    "no-redirects": _row("nobody is led to another address"),
    "served-paths": _row("nothing but the app is served, from inside and outside its folder"),
    "silent-errors": _row(
        "errors tell a number to ask by, and nothing of the inside",
        f"{_BODIES}what_breaks_inside_is_not_told_outside",
    ),
    "empty-claims": _row("claimed methods, hosts, addresses and users mean nothing"),
    "guarded-files": _row(
        "files, pictures and archives are guarded as the rest is",
        "tests/functions/test_inbox_api_files.py::test_another_seller_gets_nothing",
        "tests/functions/test_inbox_api_files.py::test_a_stranger_gets_nothing",
        f"{_PROCESSES}odd_requests_are_refused_by_the_server_itself",
    ),
    "proven-callers": _row(
        "tasks and ticks run for Google's proof of the right caller alone",
        f"{_EDGE}a_token_of_another_key_is_refused",
    ),
    "doubted-tasks": _row(
        "what a task names is read again and checked before anything is done",
        f"{_EDGE}a_body_of_another_shape_is_hopeless_and_not_repeated",
    ),
    "known-hosts": _row(
        "only the market's own hosts are asked, and nobody chooses an address",
        f"{_CARDS}a_foreign_host_in_the_map_is_never_asked",
        f"{_PICTURES}pictures_come_from_wbs_file_networks_only",
    ),
    "split-accounts": _row(
        "each function has an account of its own with the rights that it needs",
        f"{_CLOUD}each_service_has_an_account_of_its_own",
        f"{_CLOUD}who_stores_tokens_cannot_open_them",
        f"{_CLOUD}secrets_are_read_by_those_that_the_table_names",
        f"{_CLOUD}functions_have_no_role_over_the_whole_project_but_the_database",
    ),
    "approved-as-seen": _row(
        "only the text that was seen and checked is sent",
        f"{_APPROVE}an_item_that_changed_since_it_was_seen_is_refused",
        f"{_APPROVE}the_guardrails_decide_on_the_server_too",
        f"{_APPROVE}a_text_that_is_not_the_one_that_was_seen_is_refused",
        "tests/unit/usecases/test_dispatch_reply.py::test_the_guardrails_are_asked_again_before_sending",
    ),
    "same-request": _row(
        "a repeated request is the same one, for its sender alone",
        f"{_APPROVE}the_same_request_with_another_body_is_refused",
    ),
    "bounded-use": _row(
        "no seller can use more than a fair share",
        f"{_SYNC}a_sync_by_hand_is_queued_once_a_minute",
        f"{_UPLOADS}a_seller_keeps_only_so_many_files_a_day",
        f"{_PASSWORDS}letters_are_asked_for_a_few_times_only",
    ),
    "praise-alone": _row(
        "only praise may be answered without a person, and nothing twice",
        f"{_AUTOMATION}everything_else_is_left_to_a_person",
        f"{_AUTOMATION}what_alarms_is_left_to_a_person",
        f"{_REFUSALS}only_four_and_five_stars_are_looked_at",
        f"{_AUTOMATE}nothing_happens_while_it_is_off",
        f"{_AUTOMATE}the_days_limit_is_exact_and_passes_with_the_day",
        f"{_REFUSALS}what_the_policy_leaves_out_waits_for_a_person",
        f"{_WITHDRAW}it_is_taken_back_and_left_to_a_person",
        f"{_AUTO_SCHEDULES}no_schedule_answers_twice_or_after_it_was_stopped",
    ),
    "narrow-prompts": _row(
        "a prompt holds one item's words and no secret",
        f"{_CHECKS}no_canary_comes_out",
        f"{_DRAFTING}what_points_to_a_person_is_masked",
    ),
    "plain-answers": _row(
        "what a model says is plain text, bounded and checked",
        f"{_DRAFTING}a_models_words_become_plain_text",
    ),
    "model-suggests": _row(
        "a model can only suggest words", f"{_WRITER}what_is_no_suggestion_is_malformed"
    ),
    "buyers-orders": _row(
        "buyers who give orders to a model get nothing sent",
        "tests/unit/domain/test_automatic_doubts.py::test_orders_and_disguises_are_noticed_wherever_they_stand",
    ),
    "slow-models": _row(
        "a model that is slow, broken or dear stops nobody",
        f"{_WRITER}a_slow_model_is_not_waited_for",
        "tests/unit/test_openai_trouble.py::test_a_model_that_keeps_failing_rests_and_nobody_waits_for_it",
        "tests/functions/test_settings_effects.py::test_a_field_has_its_effect",
    ),
    "nothing-fetched": _row(
        "nothing that a buyer or a model names is fetched",
        f"{_CARDS}files_are_asked_of_no_other_host",
    ),
    "sealed-tokens": _row(
        "WB tokens are sealed for one seller; production refuses a guessable key",
        f"{_VAULT}a_ciphertext_moved_to_another_seller_does_not_open",
        f"{_VAULT}no_flipped_bit_goes_unnoticed",
        f"{_KEYS}a_key_wrapped_for_something_else_does_not_open",
        f"{_KEYS}a_file_of_keys_that_others_may_read_is_refused",
    ),
    "write-only-tokens": _row(
        "a WB token can be put in, and never be seen again",
        f"{_CABINET}the_token_is_nowhere_in_the_open",
    ),
    "listed-facts": _row(
        "logs hold listed facts: no words, names, addresses or secrets",
        f"{_CHECKS}no_canary_comes_out",
        f"{_EDGE}only_listed_facts_are_logged",
    ),
    "changing-keys": _row(
        "keys change without a stop; a token that dies is parked and told",
        f"{_KEYS}all_tokens_are_wrapped_anew_and_none_is_opened",
        "tests/unit/usecases/test_token_life.py::test_an_expired_token_is_parked_without_asking_wb_and_never_again",
        f"{_SYNC}a_token_warns_before_it_dies",
        "tests/functions/test_signing_keys.py::test_what_the_key_before_has_signed_is_believed_while_it_stands_there",
    ),
    "kept-and-erased": _row(
        "data are few, kept as long as said, taken along and erased on demand",
        f"{_DATA}nothing_of_the_seller_is_left_in_store_files_and_queue",
        f"{_DATA}an_erasure_cut_off_anywhere_comes_to_its_end",
        "tests/contract/test_purge.py::test_a_document_goes_a_day_after_its_last_and_not_before",
        "tests/unit/test_retention.py::test_the_page_says_what_the_table_says",
        "tests/functions/test_settings_effects.py::test_a_field_has_its_effect",
    ),
    "read-only-trail": _row(
        "the trail of deeds can be read by its seller, and not changed",
        "tests/functions/test_inbox_api_audit.py::test_nobody_reads_a_stranger_s_trail",
        "tests/functions/test_inbox_api_audit.py::test_the_trail_can_only_be_read",
        f"{_PASSWORDS}failed_guesses_are_told_by_the_sign_in_that_follows",
    ),
    "hashed-locks": _row(
        "packages are installed by locked hashes; another content is refused",
        f"{_REPOSITORY}locks_are_hashed_and_name_no_registry",
        f"{_CHECKS}a_package_of_another_content_is_not_installed",
        f"{_CHECKS}every_install_asks_for_hashes",
    ),
    "clean-parts": _row(
        "no secret in tree or history, no known hole, no licence that forbids",
        f"{_CHECKS}a_planted_secret_is_found",
        f"{_CHECKS}what_only_looks_long_is_none",
        f"{_CHECKS}an_excuse_ends_with_its_day",
    ),
    "bare-image": _row(
        "the image runs as nobody and writes nowhere but its temporary folder",
        f"{_CHECKS}the_image_runs_as_nobody",
    ),
}
