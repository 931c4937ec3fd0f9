"""Letters out: an SMTP server, or a folder of this machine."""
