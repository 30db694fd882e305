namespace Bodega.Notifications;

/// <summary>Codes of what a notification tells; the facts that go with each are named beside it.</summary>
public static class NotificationKinds
{
    /// <summary>Written by a person.</summary>
    public const string Message = "message";

    /// <summary>An administrator changed your account.</summary>
    public const string AccountChanged = "account.changed";

    /// <summary><c>name</c></summary>
    public const string ProductCreated = "product.created";

    /// <summary><c>name</c></summary>
    public const string ProductUpdated = "product.updated";

    /// <summary>No facts.</summary>
    public const string ProductDisabled = "product.disabled";

    /// <summary><c>name</c></summary>
    public const string ProductActivated = "product.activated";

    /// <summary>No facts.</summary>
    public const string PricesUpdated = "prices.updated";

    /// <summary>No facts.</summary>
    public const string StockCounted = "stock.counted";

    /// <summary><c>name</c>, <c>id</c>, <c>quantity</c></summary>
    public const string StockLow = "stock.low";

    /// <summary><c>names</c> and <c>quantities</c>, arrays in line order.</summary>
    public const string SaleRecorded = "sale.recorded";

    /// <summary>No facts.</summary>
    public const string SaleFailed = "sale.failed";

    /// <summary><c>id</c></summary>
    public const string SaleCorrected = "sale.corrected";
}
