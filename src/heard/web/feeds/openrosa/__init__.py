"""The door for ODK Collect and other clients of OpenRosa."""
