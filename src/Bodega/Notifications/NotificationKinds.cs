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

    /// <summary>To all: a taking has left a product short. <c>id</c>, <c>name</c>, <c>quantity</c>, <c>min_quantity</c>, <c>suggestion</c></summary>
    public const string StockShort = "stock.short";

    /// <summary>To all: the day's shortest products. Facts as <see cref="StockShort"/>.</summary>
    public const string StockCritical = "stock.critical";

    /// <summary>To all: <c>id</c> (of the quote), <c>until</c> (microseconds).</summary>
    public const string QuoteEnding = "quote.ending";

    /// <summary>To all: <c>id</c>, <c>name</c>, <c>quantity</c>, <c>days</c></summary>
    public const string StockIdle = "stock.idle";

    /// <summary>To who sent it: <c>name</c>, <c>email</c></summary>
    public const string InvitationAccepted = "invitation.accepted";

    /// <summary>To all: <c>name</c>, <c>email</c></summary>
    public const string MemberJoined = "member.joined";

    /// <summary><c>names</c> and <c>quantities</c>, arrays in line order.</summary>
    public const string SaleRecorded = "sale.recorded";

    /// <summary>No facts.</summary>
    public const string SaleFailed = "sale.failed";

    /// <summary><c>id</c></summary>
    public const string SaleCorrected = "sale.corrected";
}
