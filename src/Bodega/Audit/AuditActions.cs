namespace Bodega.Audit;

/// <summary>Words of the audit trail: what was done.</summary>
public static class AuditActions
{
    /// <summary>Made new.</summary>
    public const string Create = "create";

    /// <summary>Changed.</summary>
    public const string Update = "update";

    /// <summary>Removed or switched off.</summary>
    public const string Delete = "delete";

    /// <summary>Switched on again.</summary>
    public const string Activate = "activate";

    /// <summary>Signed in.</summary>
    public const string SignIn = "login";

    /// <summary>Tried to sign in with a wrong password.</summary>
    public const string SignInFailed = "login_failed";

    /// <summary>Signed out.</summary>
    public const string SignOut = "logout";

    /// <summary>Signed up.</summary>
    public const string Register = "register";

    /// <summary>Asked for a reset code.</summary>
    public const string ResetPassword = "reset_password";

    /// <summary>Set a new password.</summary>
    public const string ChangePassword = "change_password";

    /// <summary>Let a registration in.</summary>
    public const string Approve = "approve";

    /// <summary>Turned a registration down.</summary>
    public const string Reject = "reject";

    /// <summary>Set stock of many products to counted quantities.</summary>
    public const string CountStock = "stock_update_bulk";

    /// <summary>Took data out.</summary>
    public const string Export = "export";

    /// <summary>Brought data in by a file.</summary>
    public const string Import = "import";

    /// <summary>Asked for something that is never done (<c>debug/command</c>).</summary>
    public const string Command = "command";
}

/// <summary>Words of the audit trail: to what sort of thing.</summary>
public static class AuditEntities
{
    /// <summary>A membership and its account.</summary>
    public const string User = "user";

    /// <summary>A registration that waits.</summary>
    public const string Application = "application";

    /// <summary>A tenant.</summary>
    public const string Company = "company";

    /// <summary>A tenant's settings on Inventory.</summary>
    public const string CompanySettings = "company_settings";

    /// <summary>Somebody who was asked to join.</summary>
    public const string Invitation = "invitation";

    /// <summary>A sign-in on Inventory.</summary>
    public const string Session = "session";

    /// <summary>A heading of the catalogue.</summary>
    public const string Category = "category";

    /// <summary>A line of the stock ledger.</summary>
    public const string Movement = "movement";

    /// <summary>A quote.</summary>
    public const string Quote = "quote";

    /// <summary>Somebody whom the shop buys from.</summary>
    public const string Supplier = "supplier";

    /// <summary>Goods ordered from a supplier.</summary>
    public const string PurchaseOrder = "purchase_order";

    /// <summary>A product.</summary>
    public const string Product = "product";

    /// <summary>A place on the menu.</summary>
    public const string MenuItem = "menu_item";

    /// <summary>A shop where orders are picked up.</summary>
    public const string Shop = "shop";

    /// <summary>An order to be picked up.</summary>
    public const string Order = "order";

    /// <summary>A sale.</summary>
    public const string Sale = "sale";

    /// <summary>A customer.</summary>
    public const string Customer = "customer";

    /// <summary>Money a customer paid.</summary>
    public const string CustomerPayment = "customer_payment";

    /// <summary>A correction of a customer's account.</summary>
    public const string CustomerAdjustment = "customer_adjustment";

    /// <summary>A company's property manager.</summary>
    public const string PmsConnection = "pms_connection";

    /// <summary>A company's Google account.</summary>
    public const string GoogleConnection = "google_connection";

    /// <summary>A flat let to guests.</summary>
    public const string Apartment = "apartment";

    /// <summary>Contacts of guests.</summary>
    public const string GuestContact = "guest_contact";

    /// <summary>A product attribute.</summary>
    public const string Attribute = "attribute";

    /// <summary>A group of settings.</summary>
    public const string Setting = "setting";

    /// <summary>A notification.</summary>
    public const string Notification = "notification";

    /// <summary>A text for guests.</summary>
    public const string MessageTemplate = "message_template";

    /// <summary>A company's own language model.</summary>
    public const string AiConnection = "ai_connection";

    /// <summary>A text that tells language models what to do.</summary>
    public const string SystemPrompt = "system_prompt";

    /// <summary>The installation.</summary>
    public const string System = "system";
}
