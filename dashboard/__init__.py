"""Tidemark: reports in, a sourced map out."""
