using Bodega.Accounts;

namespace Bodega.Server.Apis.Inventory;

/// <summary>What a route asks of whoever calls it.</summary>
internal enum Needs
{
    /// <summary>Nothing.</summary>
    Nobody,

    /// <summary>A session of the identity service; nobody is given a company for it.</summary>
    Session,

    /// <summary>A person in a company, in whatever state.</summary>
    Person,

    /// <summary>A person in use.</summary>
    Active,

    /// <summary>An administrator in use.</summary>
    Admin,

    /// <summary>A platform administrator in use.</summary>
    SuperAdmin,
}

/// <summary>Who may use a route, and what others are told (accounts contract §1.4, §15; trade contract §15). Every route carries one.</summary>
/// <param name="Needs">What it asks.</param>
internal sealed record Access(Needs Needs)
{
    public const string Unauthorised = "No autorizado";
    public const string Unauthenticated = "No autenticado";

    public static Access Anyone { get; } = new(Needs.Nobody);
    public static Access Session { get; } = new(Needs.Session);
    public static Access Person { get; } = new(Needs.Person);
    public static Access Active { get; } = new(Needs.Active);
    public static Access Admin { get; } = new(Needs.Admin);
    public static Access SuperAdmin { get; } = new(Needs.SuperAdmin);

    /// <summary>Who has the permission, and every administrator.</summary>
    public static Access To(string permission) => new(Needs.Active) { Permission = permission };

    /// <summary>A permission that staff need besides; administrators have them all.</summary>
    public string? Permission { get; init; }

    /// <summary>What callers without a session are told.</summary>
    public string NoSession { get; init; } = Unauthorised;

    /// <summary>What others who may not are told.</summary>
    public string Forbidden { get; init; } = Unauthorised;

    /// <summary>This, with <see cref="Unauthenticated"/> for callers without a session.</summary>
    public Access OrUnauthenticated() => this with { NoSession = Unauthenticated };
}

internal static class AccessOfRoutes
{
    public static T Requires<T>(this T routes, Access access) where T : IEndpointConventionBuilder => routes.WithMetadata(access);
}

/// <summary>A person's standing in a company, in this wire's terms (accounts contract §5.1).</summary>
internal static class Standing
{
    public const string SuperAdmin = "SUPER_ADMIN";
    public const string Admin = "ADMIN";
    public const string User = "USUARIO";

    /// <summary>Rol.</summary>
    public static string Role(MembershipRole role, bool isPlatformAdmin) => isPlatformAdmin ? SuperAdmin : role >= MembershipRole.Admin ? Admin : User;

    /// <summary>EstadoUsuario.</summary>
    public static string Status(MembershipStatus status) => status switch
    {
        MembershipStatus.Pending => "PENDIENTE",
        MembershipStatus.Active => "ACTIVO",
        _ => "SUSPENDIDO",
    };

    /// <summary>The status of a word, or null.</summary>
    public static MembershipStatus? StatusOf(string? word) => word switch
    {
        "PENDIENTE" => MembershipStatus.Pending,
        "ACTIVO" => MembershipStatus.Active,
        "SUSPENDIDO" => MembershipStatus.Suspended,
        _ => null,
    };
}

/// <summary>Permiso: this wire's words for the permissions of a membership.</summary>
internal static class Permissions
{
    private static readonly (string Word, string Code)[] All =
    [
        ("VER_ANALISIS", MemberPermissions.SeeAnalytics),
        ("EXPORTAR_REPORTES", MemberPermissions.ExportReports),
        ("REGISTRAR_MOVIMIENTOS", MemberPermissions.RecordMovements),
        ("REALIZAR_VENTAS", MemberPermissions.Sell),
        ("AGREGAR_STOCK", MemberPermissions.AddStock),
        ("DESCONTAR_STOCK", MemberPermissions.DeductStock),
    ];

    /// <summary>The words of stored permissions.</summary>
    public static IReadOnlyList<string> Words(string stored) => [.. MemberPermissions.Split(stored).Select(code => Array.Find(All, p => p.Code == code).Word).OfType<string>()];

    /// <summary>The code of a word that the API may set; null for the others.</summary>
    public static string? Settable(string? word) => Array.Find(All, p => p.Word == word).Code is { } code && code is not (MemberPermissions.AddStock or MemberPermissions.DeductStock) ? code : null;
}
