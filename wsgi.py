"""Where a web server, or `flask --app wsgi`, finds the application."""

from loyalty_app import create_app

app = create_app()
