"""Tests of the jail; a package, so that its conftest is not taken for another folder's."""
