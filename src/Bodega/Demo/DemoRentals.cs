using Bodega.Accounts;
using Bodega.Data;
using Bodega.Kernel;
using Bodega.Rentals;
using Bodega.Tenants;

namespace Bodega.Demo;

/// <summary>A third company for the Sidekick API: flats let to guests, and the texts that they are sent (Sidekick contract §17).</summary>
/// <remarks>Inside the unit of work of <see cref="FillDemo"/>, which was begun for all tenants.</remarks>
internal sealed class DemoRentals(BodegaDb db, Caller caller, TimeProvider clock)
{
    /// <summary>E-mail of the administrator, who runs the installation too, and of a colleague.</summary>
    public static IReadOnlyList<string> Emails { get; } = ["dev@staysidekick.es", "paula@staysidekick.es"];

    /// <summary>Password of both.</summary>
    public const string Password = "admin123";

    private const string Zone = "Europe/Madrid";
    private const string City = "Sevilla";

    private static readonly (string Code, string Name, string Address)[] Flats =
    [
        ("APT-001", "Triana 1A", "Calle Betis 12"), ("APT-002", "Triana 2B", "Calle Betis 12"), ("APT-003", "Santa Cruz Patio", "Calle Mateos Gago 7"),
        ("APT-004", "Santa Cruz Ático", "Calle Mateos Gago 7"), ("APT-005", "Alameda Loft", "Alameda de Hércules 31"), ("APT-006", "Alameda Estudio", "Alameda de Hércules 33"),
        ("APT-007", "Arenal Catedral", "Calle Arfe 4"), ("APT-008", "Arenal Río", "Paseo de Colón 9"), ("APT-009", "Macarena Jardín", "Calle San Luis 58"), ("APT-010", "Nervión Familiar", "Avenida Eduardo Dato 22"),
    ];

    private static readonly (string Name, string? Category, string Language, string Content)[] Texts =
    [
        ("Bienvenida", "BIENVENIDA", "es", "Hola {NOMBRE}:\n\n¡Gracias por elegir {APARTAMENTO}! Te esperamos a partir de las 15:00."),
        ("Welcome", "BIENVENIDA", "en", "Hello {NOMBRE},\n\nThank you for choosing {APARTAMENTO}! Check-in starts at 3 pm."),
        ("Cómo llegar", "INSTRUCCIONES", "es", "El apartamento está en {DIRECCION}. La caja de llaves está a la derecha del portal."),
        ("Wifi y basura", "INSTRUCCIONES", "es", "La clave del wifi está en el cajón de la entrada. La basura se recoge cada noche."),
        ("Recordatorio de llegada", "RECORDATORIO", "es", "Hola {NOMBRE}: mañana es el día. ¿A qué hora llegas?"),
        ("Salida", "CHECKOUT", "es", "La salida es hasta las 11:00. Deja las llaves sobre la mesa, por favor. ¡Hasta pronto!"),
        ("Llegada tarde", "checkin_tardio", "es", "Hola {NOMBRE}: como llegas a {APARTAMENTO} a las {HORA_LLEGADA}, las llaves te esperan en la caja de {DIRECCION}."),
    ];

    /// <summary>Fills it in.</summary>
    /// <param name="hash">Stored form of <see cref="Password"/>.</param>
    /// <param name="ct">Cancels.</param>
    public async Task AddAsync(string hash, CancellationToken ct)
    {
        var now = clock.GetNow();
        var tenant = Tenant.Found("StaySidekick Demo", Zone, now);
        (tenant.Email, tenant.EmailNormal, tenant.City) = ("demo@staysidekick.es", "demo@staysidekick.es", City);
        db.Tenants.Add(tenant);
        await db.SaveChangesAsync(ct);
        caller.Enter(tenant.Id, TimeZoneInfo.FindSystemTimeZoneById(Zone));
        var (owner, colleague) = (Account.New(Emails[0], hash, now), Account.New(Emails[1], hash, now));
        owner.IsPlatformAdmin = true;
        db.AddRange(Membership.New(owner, Emails[0], MembershipRole.Owner, MembershipStatus.Active, now), Membership.New(colleague, Emails[1], MembershipRole.Staff, MembershipStatus.Active, now));
        db.AddRange(Flats.Select(flat => new Apartment
        {
            Uuid = WireIds.Uuid(now),
            ExternalId = flat.Code,
            Name = flat.Name,
            NameNormal = NormalText.Of(flat.Name),
            Address = flat.Address,
            City = City,
            Origin = ApartmentOrigins.Manual,
            CreatedAt = now,
            UpdatedAt = now,
        }));
        db.AddRange(Texts.Select((text, number) => new MessageTemplate
        {
            Uuid = WireIds.Uuid(now),
            Name = text.Name,
            Content = text.Content,
            Language = text.Language,
            Category = text.Category,
            CreatedAt = now.AddMinutes(number - Texts.Length),
            UpdatedAt = now.AddMinutes(number - Texts.Length),
        }));
        await db.SaveChangesAsync(ct);
    }
}
