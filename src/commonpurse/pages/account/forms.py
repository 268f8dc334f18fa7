"""The fields of the account pages. What may be in them is asked of allauth and of the acts."""

from typing import Any

from allauth.account.forms import ChangePasswordForm, LoginForm, ResetPasswordForm, ResetPasswordKeyForm
from django import forms

from commonpurse.theme.fields import WordsField

WHAT_IS_GOOD = "10 characters or more. Three or four words that do not belong together are easy to keep in mind."
LONGEST = 200


class Hidden(forms.PasswordInput):
    """Never gives back what was typed, not even to a macro that asks the widget itself."""

    def format_value(self, value: Any) -> None:
        return None


def password_field(label: str, *, needed: str, help_text: str = "", new: bool = False) -> forms.CharField:
    return forms.CharField(
        label=label,
        strip=False,
        max_length=LONGEST,
        help_text=help_text,
        error_messages={"required": needed},
        widget=Hidden({"autocomplete": "new-password" if new else "current-password"}),
    )


class SignInForm(LoginForm):  # type: ignore[misc]  # allauth has no types
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["login"] = forms.CharField(
            label="Your e-mail address or sign-in name",
            max_length=LONGEST,
            error_messages={"required": "Write your e-mail address or sign-in name."},
            widget=forms.TextInput({"autocomplete": "username", "spellcheck": "false", "autocapitalize": "none"}),
        )
        self.fields["password"] = password_field("Your password", needed="Write your password.")


class ChangeForm(ChangePasswordForm):  # type: ignore[misc]  # allauth has no types
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["oldpassword"].widget = Hidden({"autocomplete": "current-password"})
        self.fields["oldpassword"].label, self.fields["oldpassword"].help_text = "Your password now", ""
        _name_new_passwords(self)


class ForgottenForm(ResetPasswordForm):  # type: ignore[misc]  # allauth has no types
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["email"].label = "Your e-mail address"
        self.fields["email"].widget = forms.EmailInput({"autocomplete": "email", "spellcheck": "false"})


class ChooseForm(ResetPasswordKeyForm):  # type: ignore[misc]  # allauth has no types
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _name_new_passwords(self)


def _name_new_passwords(form: forms.Form) -> None:
    """Keep allauth's fields, which ask the validators, with our words and a widget that gives nothing back."""
    for name, label, help_text in (("password1", "Your new password", WHAT_IS_GOOD), ("password2", "Your new password once more", "")):
        form.fields[name].widget = Hidden({"autocomplete": "new-password"})
        form.fields[name].label, form.fields[name].help_text = label, help_text


class AcceptForm(forms.Form):
    """Accepting an invitation without an account."""

    name = WordsField(label="Your name", max_length=120, widget=forms.TextInput({"autocomplete": "name"}))
    password = password_field("Choose a password", needed="Choose a password.", help_text=WHAT_IS_GOOD, new=True)
