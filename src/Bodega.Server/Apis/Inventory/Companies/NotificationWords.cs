using System.Text.Json;
using Bodega.Notifications;

namespace Bodega.Server.Apis.Inventory.Companies;

/// <summary>This wire's words for what a notification tells (accounts contract §11; trade contract §13). Kinds without words are other wires'.</summary>
internal static class NotificationWords
{
    private static readonly Dictionary<string, string> Types = new(StringComparer.Ordinal)
    {
        [NotificationKinds.StockShort] = "STOCK_BAJO",
        [NotificationKinds.StockCritical] = "STOCK_CRITICO",
        [NotificationKinds.QuoteEnding] = "COTIZACION_POR_VENCER",
        [NotificationKinds.StockIdle] = "PRODUCTO_SIN_MOVIMIENTO",
        [NotificationKinds.InvitationAccepted] = "INVITACION_ACEPTADA",
        [NotificationKinds.MemberJoined] = "USUARIO_REGISTRADO",
    };

    /// <summary>The kinds that this wire shows.</summary>
    public static IReadOnlyList<string> Kinds { get; } = [.. Types.Keys];

    public static NotificationBody Say(Notification note, InventoryCaller caller)
    {
        using var document = JsonDocument.Parse(note.Facts ?? "{}");
        var facts = document.RootElement;
        string Fact(string name) => facts.TryGetProperty(name, out var value) ? value.ToString() : "";
        var (title, message, link) = note.Kind switch
        {
            NotificationKinds.StockShort => ($"Stock bajo: {Fact("name")}", Left(Fact), $"/productos/{Fact("id")}"),
            NotificationKinds.StockCritical => ($"Stock crítico: {Fact("name")}", Left(Fact), $"/productos/{Fact("id")}"),
            NotificationKinds.QuoteEnding => ($"Cotización por vencer: #{Fact("id")}", "Vence en menos de 24 horas.", $"/cotizaciones/{Fact("id")}"),
            NotificationKinds.StockIdle => ($"Producto sin movimiento: {Fact("name")}", $"Lleva {Fact("days")} días sin movimiento. Quedan {Fact("quantity")} unidades.", $"/productos/{Fact("id")}"),
            NotificationKinds.InvitationAccepted => ("Invitación aceptada", $"{Fact("name")} ({Fact("email")}) se unió a la empresa.", "/admin/usuarios"),
            _ => ("Usuario registrado", $"{Fact("name")} ({Fact("email")}) se registró.", "/admin/usuarios"),
        };
        return new NotificationBody(note.Id, Types[note.Kind], title, message, link, note.IsRead, note.ReadAt, note.CreatedAt, note.MembershipId is null ? null : caller.Id, caller.CompanyId);
    }

    private static string Left(Func<string, string> fact) => $"Quedan {fact("quantity")} unidades (mínimo {fact("min_quantity")}). Sugerencia: comprar {fact("suggestion")}.";
}
