from ops_console.rules.why import Why


def test_a_trace_survives_json() -> None:
    why = Why("loan_limit", "条款 company default", {"cash_value": 100, "share": "4/5"}, (("share of it", 80),), 80)
    assert Why.from_json(why.to_json()) == why
    assert "条款" in why.to_json()
