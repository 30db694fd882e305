using System.Globalization;
using System.Text.Json;
using Bodega.Accounts;
using Bodega.Audit;

namespace Bodega.Server.Apis.Inventory.Looking;

/// <summary>This wire's words for the trail (accounts contract §12).</summary>
internal static class AuditWords
{
    private static readonly (string Ours, string Wire)[] ActionWords =
    [
        (AuditActions.Create, "CREAR"), (AuditActions.Import, "CREAR"), (AuditActions.Update, "ACTUALIZAR"), (AuditActions.Activate, "ACTUALIZAR"), (AuditActions.Approve, "ACTUALIZAR"),
        (AuditActions.Reject, "ACTUALIZAR"), (AuditActions.CountStock, "ACTUALIZAR"), (AuditActions.ChangePassword, "ACTUALIZAR"), (AuditActions.Delete, "ELIMINAR"),
        (AuditActions.SignIn, "LOGIN"), (AuditActions.SignInFailed, "LOGIN_FALLIDO"),
    ];

    private static readonly (string Ours, string Wire)[] EntityWords =
    [
        (AuditEntities.Product, "Producto"), (AuditEntities.Category, "Categoria"), (AuditEntities.Movement, "Movimiento"), (AuditEntities.User, "Usuario"), (AuditEntities.Application, "Usuario"),
        (AuditEntities.Sale, "Venta"), (AuditEntities.Quote, "Cotizacion"), (AuditEntities.Supplier, "Proveedor"), (AuditEntities.PurchaseOrder, "OrdenCompra"), (AuditEntities.Session, Session),
        (AuditEntities.Company, "Empresa"), (AuditEntities.CompanySettings, "ConfiguracionEmpresa"), (AuditEntities.Invitation, "Invitacion"), (AuditEntities.Customer, "Cliente"),
        (AuditEntities.CustomerPayment, "Pago"), (AuditEntities.CustomerAdjustment, "Ajuste"), (AuditEntities.Attribute, "Atributo"), (AuditEntities.Setting, "Configuracion"),
        (AuditEntities.Notification, "Notificacion"), (AuditEntities.MenuItem, "Menu"), (AuditEntities.Shop, "Tienda"), (AuditEntities.Order, "Pedido"),
    ];

    private const string Session = "Sesion";

    /// <summary>The actions that this wire shows.</summary>
    public static IReadOnlyList<string> Actions { get; } = [.. ActionWords.Select(word => word.Ours)];

    /// <summary>Our actions behind a word; none for an unknown one.</summary>
    public static IReadOnlyList<string> ActionsOf(string word) => [.. ActionWords.Where(action => action.Wire == word).Select(action => action.Ours)];

    /// <summary>accion.</summary>
    public static string Action(string ours) => Array.Find(ActionWords, word => word.Ours == ours).Wire;

    /// <summary>entidad; signing in is about the session, whatever the surface calls it.</summary>
    public static string Entity(string action, string ours) => IsSignIn(action) ? Session : Array.Find(EntityWords, word => word.Ours == ours).Wire ?? ours;

    /// <summary>The entries about a sort of thing; none for an unknown word.</summary>
    public static IQueryable<AuditEntry> OfEntity(IQueryable<AuditEntry> entries, string word)
    {
        if (word == Session) return entries.Where(entry => entry.Action == AuditActions.SignIn || entry.Action == AuditActions.SignInFailed);
        var types = EntityWords.Where(entity => entity.Wire == word).Select(entity => entity.Ours).ToArray();
        return entries.Where(entry => types.Contains(entry.EntityType) && entry.Action != AuditActions.SignIn && entry.Action != AuditActions.SignInFailed);
    }

    /// <summary>The sentence that tells what happened (§12.3).</summary>
    public static string Describe(AuditRow row, string companyId)
    {
        using var beforeJson = JsonDocument.Parse(row.Before ?? "{}");
        using var afterJson = JsonDocument.Parse(row.After ?? "{}");
        using var detailsJson = JsonDocument.Parse(row.Details ?? "{}");
        var (before, after, details) = (new Facts(beforeJson.RootElement), new Facts(afterJson.RootElement), new Facts(detailsJson.RootElement));
        if (IsSignIn(row.Action)) return SignedIn(row.Action, details["email"] ?? row.Login, details["reason"]);
        return (row.Entity, Action(row.Action)) switch
        {
            (AuditEntities.User, "CREAR") => $"Creó el usuario{At(after["email"])}{InBrackets(after["name"] ?? after["username"])}{(after["role"] is { } role ? $" con rol {Role(role)}" : "")}.",
            (AuditEntities.User, "ACTUALIZAR") => UserChanged(before, after, details),
            (AuditEntities.User, "ELIMINAR") => $"Eliminó el usuario{At(before["email"])}{InBrackets(before["name"] ?? before["username"])}.",
            (AuditEntities.Movement, "CREAR") => Moved(after),
            (AuditEntities.Product, "CREAR") when after["name"] is not null => $"Creó el producto {after["name"]}{InBrackets(after["barcode"] ?? details["barcode"])}, con precio {Amount(after["price"])}, stock inicial {Grouped(after["quantity"])}.",
            (AuditEntities.Product, "ACTUALIZAR") when after["name"] is not null => ProductChanged(before, after),
            (AuditEntities.Product, "ELIMINAR") when before["name"] is not null => $"Eliminó el producto {before["name"]}{InBrackets(before["barcode"])}.",
            (AuditEntities.Category, "CREAR") when after["name"] is not null => $"Creó la categoría '{after["name"]}'.",
            (AuditEntities.Category, "ACTUALIZAR") when after["name"] is not null => $"Editó la categoría '{after["name"]}'.",
            (AuditEntities.Category, "ELIMINAR") when before["name"] is not null => $"Eliminó la categoría '{before["name"]}'.",
            (AuditEntities.Sale, "CREAR") => Sold(row, after, details),
            (_, var action) => $"{action} sobre {Entity(row.Action, row.Entity)}{(row.IdShown(companyId) is { } id ? $" #{id}" : "")}.",
        };
    }

    private static bool IsSignIn(string action) => action is AuditActions.SignIn or AuditActions.SignInFailed;

    private static string SignedIn(string action, string? email, string? reason) => (action, email) switch
    {
        (AuditActions.SignIn, null) => "Inició sesión correctamente.",
        (AuditActions.SignIn, _) => $"Inició sesión como '{email}'.",
        _ => $"Intento de inicio de sesión fallido{(email is null ? "" : $" para '{email}'")} ({(reason == "wrong-password" ? "contraseña incorrecta" : reason == "unknown-user" ? "usuario no existe" : "credenciales inválidas")}).",
    };

    private static string UserChanged(Facts before, Facts after, Facts details)
    {
        List<string> changes = [];
        Changed(changes, "nombre", before["name"], after["name"]);
        Changed(changes, "usuario", before["email"], after["email"]);
        if (before["role"] != after["role"]) changes.Add($"rol {Role(before["role"])} → {Role(after["role"])}");
        var (had, has) = (Permissions.Words(before["permissions"] ?? ""), Permissions.Words(after["permissions"] ?? ""));
        if (has.Except(had).ToList() is { Count: > 0 } added) changes.Add($"permisos agregados: {string.Join(", ", added)}");
        if (had.Except(has).ToList() is { Count: > 0 } removed) changes.Add($"permisos retirados: {string.Join(", ", removed)}");
        if (details["password_changed"] == "true") changes.Add("contraseña cambiada");
        var who = At(after["email"] ?? before["email"]);
        return changes.Count == 0 ? $"Editó el usuario{who} (sin cambios visibles)." : $"Editó el usuario{who}. Cambios: {string.Join("; ", changes)}.";
    }

    private static string ProductChanged(Facts before, Facts after)
    {
        List<string> changes = [];
        Changed(changes, "nombre", before["name"], after["name"]);
        Changed(changes, "código", before["barcode"], after["barcode"]);
        Changed(changes, "descripción", before["description"], after["description"]);
        if (before["price"] != after["price"]) changes.Add($"precio {Amount(before["price"])} → {Amount(after["price"])}");
        Changed(changes, "cantidad", Grouped(before["quantity"]), Grouped(after["quantity"]));
        Changed(changes, "stock mínimo", Grouped(before["min_quantity"]), Grouped(after["min_quantity"]));
        Changed(changes, "categoría", before["category"], after["category"]);
        var which = $"{after["name"]}{InBrackets(after["barcode"])}";
        return changes.Count == 0 ? $"Editó el producto {which} (sin cambios visibles)." : $"Editó el producto {which}. Cambios: {string.Join("; ", changes)}.";
    }

    private static string Moved(Facts after)
    {
        var quantity = decimal.TryParse(after["quantity"], NumberStyles.Number, CultureInfo.InvariantCulture, out var number) ? number : 0;
        var kind = quantity > 0 ? "Entrada" : quantity < 0 ? "Salida" : "Movimiento";
        var product = after["product"] is { } name ? $"{name}{InBrackets(after["barcode"])}" : $"producto #{after["product_id"]}";
        return $"{kind} de {Grouped(Math.Abs(quantity).ToString(CultureInfo.InvariantCulture))} × {product}{(after["stock"] is { } stock ? $" Stock pasó a {Grouped(stock)} unidades" : "")}.";
    }

    private static string Sold(AuditRow row, Facts after, Facts details)
    {
        const int told = 3;
        var lines = details.List("lines").Select(line => (Name: line["name"], Quantity: line["quantity"])).ToList();
        var units = lines.Sum(line => decimal.TryParse(line.Quantity, NumberStyles.Number, CultureInfo.InvariantCulture, out var quantity) ? quantity : 0);
        var which = string.Join(", ", lines.Take(told).Select(line => $"{Grouped(line.Quantity)}× {line.Name}"));
        return $"Registró venta #{row.EntityId} por {Amount(after["total"])} ({lines.Count} producto(s), {Grouped(units.ToString(CultureInfo.InvariantCulture))} unidades): {which}{(lines.Count > told ? $" y {lines.Count - told} más" : "")}.";
    }

    private static void Changed(List<string> changes, string what, string? before, string? after)
    {
        if ((before ?? "") != (after ?? "")) changes.Add($"{what} {(string.IsNullOrEmpty(before) ? "(vacío)" : before)} → {(string.IsNullOrEmpty(after) ? "(vacío)" : after)}");
    }

    private static string Role(string? role) => role switch
    {
        nameof(MembershipRole.Owner) or "3" or "2" => "Administrador",
        "1" => "Usuario",
        _ => role ?? "(vacío)",
    };

    private static string At(string? email) => email is null ? "" : $" @{email}";

    private static string InBrackets(string? text) => string.IsNullOrEmpty(text) ? "" : $" ({text})";

    private static string Amount(string? amount) => $"${Grouped(amount)}";

    private static string? Grouped(string? number) => decimal.TryParse(number, NumberStyles.Number, CultureInfo.InvariantCulture, out var amount) ? amount.ToString("#,##0.####", CultureInfo.InvariantCulture) : number;

    // Fields of a snapshot as text; null when absent.
    private readonly record struct Facts(JsonElement Json)
    {
        public string? this[string name] => Json.ValueKind == JsonValueKind.Object && Json.TryGetProperty(name, out var value) && value.ValueKind != JsonValueKind.Null
            ? value.ValueKind == JsonValueKind.True ? "true" : value.ToString() : null;

        public IEnumerable<Facts> List(string name) =>
            Json.ValueKind == JsonValueKind.Object && Json.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.Array ? value.EnumerateArray().Select(item => new Facts(item)) : [];
    }
}
