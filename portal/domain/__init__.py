"""What the portal knows about exams, without any machine: no Flask, no database, no clock."""
