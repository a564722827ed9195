// Keeps the app on the phone.
