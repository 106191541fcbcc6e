"""The two kinds of refusal: bad input, and a picture or question that will not do."""


class Refused(Exception):
    """This attempt cannot become a good sample; the message is the drop's reason ("reason: detail")."""


class BadInput(Exception):
    """The user's input is at fault: one line - what, where, what to do.  The command exits with 2."""
