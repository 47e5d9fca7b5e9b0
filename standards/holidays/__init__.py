"""The working calendar: public holidays and make-up working days as dated, editable data."""
