"""What a standard application costs in keys: one a field, and six."""

from ops_console.desk.forms import fields_of
from ops_console.desk.operations import OPERATIONS
from tests.screens.conftest import Opening
from tests.screens.keystrokes import counted
from tests.support.company import HEALTHY, LI_MING, Company

TYPED = {
    "applicant_document": LI_MING["applicant_document"],
    "sum_assured": "10w",
    "pay_years": "20",
    "income": "20w",
    "account_no": "6222000000000001",
    "occupation": "office",
    "height_cm": str(HEALTHY["height_cm"]),
    "weight_kg": str(HEALTHY["weight_kg"]),
    "systolic": str(HEALTHY["systolic"]),
    "diastolic": str(HEALTHY["diastolic"]),
    "smoker": "1",
}


async def test_a_standard_application_takes_one_key_a_field_and_six_at_most(console: Opening, office: Company) -> None:
    number = office.received()
    office.do("counter.check_papers", number)
    spared = {"planned_premium", "allocation", "dividend"}
    form = [one for one in fields_of(OPERATIONS["counter.key_application"].form) if one.name not in spared]
    async with console() as play:
        await play.press("1")
        await play.until(number, "1  Key the application")
        begun = play.keystrokes
        await play.press("1")
        await play.until("Sum assured")
        for spec in form:
            await play.write(TYPED.get(spec.name, ""))
            await play.press("enter")
        await play.until("This is what will happen")
        await play.press("f9")
        await play.until(f"{number}: ")
        counted("Standard application", play.keystrokes - begun, fields=len(form))
    assert office.application(number).premium
