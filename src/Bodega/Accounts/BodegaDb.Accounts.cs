using Bodega.Accounts;
using Microsoft.EntityFrameworkCore;

namespace Bodega.Data;

public sealed partial class BodegaDb
{
    /// <summary>People's sign-ins, over all tenants.</summary>
    public DbSet<Account> Accounts => Set<Account>();

    /// <summary>Their places in tenants.</summary>
    public DbSet<Membership> Memberships => Set<Membership>();

    /// <summary>Who was asked to join.</summary>
    public DbSet<Invitation> Invitations => Set<Invitation>();

    /// <summary>Who is signed in where.</summary>
    public DbSet<Session> Sessions => Set<Session>();

    /// <summary>Mailed codes and links.</summary>
    public DbSet<OneTimeCode> OneTimeCodes => Set<OneTimeCode>();
}
