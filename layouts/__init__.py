"""Pages as pure functions: the page's data goes in, a component tree comes out."""
