"""Staff: who works here, with which role. Everybody has their own login; nobody shares one."""
