"""What a channel is taken to be when a file arrives for one that nobody has described yet."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Platform:
    """The usual shape of a channel of one platform; the seller can change all of it."""

    key: str
    title: str
    mode: str


# By the profile of the export.
PLATFORMS = {
    "shopify-orders": Platform("shopify", "Shopify", "storefront"),
    "woocommerce-orders": Platform("woocommerce", "WooCommerce", "storefront"),
    "amazon-all-orders": Platform("amazon", "Amazon", "marketplace"),
    "amazon-date-range-transactions": Platform("amazon", "Amazon", "marketplace"),
    "ebay-orders": Platform("ebay", "eBay", "marketplace"),
    "aliexpress-orders": Platform("aliexpress", "AliExpress", "marketplace"),
    "etsy-orders": Platform("etsy", "Etsy", "marketplace"),
    "online-retail": Platform("online-retail", "Online Retail", "storefront"),
}
OTHER = Platform("shop", "Shop", "storefront")
