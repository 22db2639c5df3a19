"""xuanzhi (选址): choose, prove and explain where shared workers' homes should stand."""
