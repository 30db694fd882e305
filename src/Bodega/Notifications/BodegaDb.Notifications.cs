using Bodega.Notifications;
using Microsoft.EntityFrameworkCore;

namespace Bodega.Data;

public sealed partial class BodegaDb
{
    /// <summary>Notes to members.</summary>
    public DbSet<Notification> Notifications => Set<Notification>();
}
