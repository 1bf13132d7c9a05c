"""Page to Article to Figure to Observation; all pure."""
