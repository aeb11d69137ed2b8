"""Fit: which way of selling suits this product, market, team and purse."""
