"""How learners come into a class: notice, application, approval, waiting list, transfer."""
