"""Forms of the pages of messages."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l
from wtforms import HiddenField, SelectField, StringField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import InputRequired, ValidationError

from core.forms import Form
from messages import labels
from messages.rules import ChannelKind, DeliveryState, is_address


class AddressForm(Form):
    """An address of one's own by one channel."""

    address = StringField(_l("Address"), validators=[InputRequired(_l("Enter the address."))])

    def __init__(self, channel: ChannelKind) -> None:
        super().__init__(prefix=f"{channel.value}-")
        self.channel = channel
        self.address.label.text = labels.ADDRESSES[channel]

    def blame_codes(self) -> None:
        """Codes were sent to many addresses."""
        self.blame("address", _l("Several codes have been sent within the hour. Try again later."))

    def validate_address(self, field: StringField) -> None:
        """The shape of an address."""
        if is_address(self.channel, field.data or ""):
            return
        if self.channel is ChannelKind.EMAIL:
            raise ValidationError(_l("An e-mail address looks like name@example.cn. Check what is missing."))
        raise ValidationError(
            _l("An account has letters, digits and . _ - only, as the address book of the company shows it.")
        )


class CodeForm(Form):
    """The code that went to the address."""

    code = StringField(
        _l("Code from the message"), validators=[InputRequired(_l("Enter the six digits you received."))]
    )

    def __init__(self, channel: ChannelKind) -> None:
        super().__init__(prefix=f"{channel.value}-")

    def blame_code(self, *, tried_out: bool) -> None:
        """The code is not the one that was sent."""
        if tried_out:
            self.blame("code", _l("Too many wrong codes. Save the address again to get a new message."))
        else:
            self.blame("code", _l("This is not the code that was sent. Compare the six digits."))


class DeliverySearchForm(Form):
    """Which deliveries to show."""

    class Meta(Form.Meta):
        """A filter is sent by GET."""

        csrf = False

    state = SelectField(
        _l("State"),
        choices=[
            SelectChoice(value="", label=_l("All")),
            *(SelectChoice(value=one.value, label=words) for one, (words, _tone) in labels.STATES.items()),
        ],
        default="",
    )
    page = HiddenField()

    def wanted(self) -> DeliveryState | None:
        """The state that was chosen."""
        return DeliveryState(self.state.data) if self.state.data in {one.value for one in DeliveryState} else None
