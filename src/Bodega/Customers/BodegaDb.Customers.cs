using Bodega.Customers;
using Microsoft.EntityFrameworkCore;

namespace Bodega.Data;

public sealed partial class BodegaDb
{
    /// <summary>Customers by name.</summary>
    public DbSet<Customer> Customers => Set<Customer>();

    /// <summary>What they owe and have paid.</summary>
    public DbSet<CustomerBooking> CustomerBookings => Set<CustomerBooking>();
}
